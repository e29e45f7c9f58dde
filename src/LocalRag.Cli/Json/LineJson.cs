using System.Text.Json.Serialization;

namespace LocalRag.Cli.Json;

/// <summary>Every shape that a line of a given file has.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(QueryLine))]
[JsonSerializable(typeof(ClaimLine))]
internal sealed partial class LineJson : JsonSerializerContext;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Json;

/// <summary>Every shape that <c>--json</c> writes or a file of queries holds. Generated at build: reflection would cost each start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchJson))]
[JsonSerializable(typeof(IndexJson))]
[JsonSerializable(typeof(AnswerJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(DoctorJson))]
[JsonSerializable(typeof(ScorecardJson))]
[JsonSerializable(typeof(RemovedJson))]
[JsonSerializable(typeof(BackupJson))]
[JsonSerializable(typeof(HookJson))]
[JsonSerializable(typeof(QueryLine))]
[JsonSerializable(typeof(ModelJson))]
[JsonSerializable(typeof(ModelListJson))]
[JsonSerializable(typeof(UseJson))]
[JsonSerializable(typeof(RecommendationJson))]
[JsonSerializable(typeof(BenchJson))]
[JsonSerializable(typeof(ClaimLine))]
[JsonSerializable(typeof(VerdictJson))]
internal sealed partial class CliJson : JsonSerializerContext
{
    // Readable Japanese and `<` in a terminal. Control characters are escaped all the same, and no browser reads this.
    private static readonly CliJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes a value and a line end to standard output, and hands it on at once.</summary>
    public static void Write<T>(Terminal terminal, T value)
    {
        var type = (JsonTypeInfo<T>)Readable.Options.GetTypeInfo(typeof(T));
        terminal.Out.WriteLine(JsonSerializer.Serialize(value, type));
        terminal.Out.Flush();
    }
}

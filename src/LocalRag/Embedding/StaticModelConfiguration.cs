using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalRag.Embedding;

/// <summary>What LocalRag needs of a Model2Vec <c>config.json</c>.</summary>
internal sealed record StaticModelConfiguration
{
    /// <summary>The reference's own limit where a model names none.</summary>
    private const int DefaultSequenceLength = 512;

    [JsonPropertyName("normalize")]
    public bool Normalize { get; init; }

    [JsonPropertyName("seq_length")]
    public int SequenceLength { get; init; } = DefaultSequenceLength;

    public static StaticModelConfiguration Read(string path, byte[] json)
    {
        StaticModelConfiguration? configuration;
        try
        {
            configuration = JsonSerializer.Deserialize(json, StaticModelJson.Default.StaticModelConfiguration);
        }
        catch (JsonException exception)
        {
            throw ModelFault.In(path, $"cannot be read ({exception.Message})", exception);
        }

        return configuration is { SequenceLength: > 0 }
            ? configuration
            : throw ModelFault.In(path, "has no positive `seq_length`", $"Set it to the longest text in tokens, {DefaultSequenceLength} for example.");
    }
}

/// <summary>Generated code reads the configuration: a start has no time for reflection.</summary>
[JsonSerializable(typeof(StaticModelConfiguration))]
internal sealed partial class StaticModelJson : JsonSerializerContext;

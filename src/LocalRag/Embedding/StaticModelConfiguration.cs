using System.Text.Json;

namespace LocalRag.Embedding;

/// <summary>What LocalRag needs of a Model2Vec <c>config.json</c>.</summary>
/// <param name="Normalize">True where vectors are scaled to unit length.</param>
/// <param name="SequenceLength">The longest text in tokens; what follows is cut off.</param>
internal sealed record StaticModelConfiguration(bool Normalize, int SequenceLength)
{
    /// <summary>The reference's own limit where a model names none.</summary>
    private const int DefaultSequenceLength = 512;

    /// <exception cref="KnowledgeBaseException">The JSON is damaged or names a length that is none.</exception>
    public static StaticModelConfiguration Read(string path, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var normalize = root.TryGetProperty("normalize", out var flag) && flag.ValueKind == JsonValueKind.True;
            var length = DefaultSequenceLength;
            if (root.TryGetProperty("seq_length", out var value) && value.ValueKind != JsonValueKind.Null && (!value.TryGetInt32(out length) || length < 1))
                throw ModelFault.In(path, $"has the `seq_length` {value}", $"Set it to the longest text in tokens, {DefaultSequenceLength} for example.");

            return new StaticModelConfiguration(normalize, length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ModelFault.In(path, $"cannot be read ({exception.Message})", exception);
        }
    }
}

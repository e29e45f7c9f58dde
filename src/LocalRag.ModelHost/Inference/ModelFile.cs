using LocalRag.Models.Gguf;

namespace LocalRag.ModelHost.Inference;

/// <summary>A model that clients may name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Path">Where its GGUF file lies, the first part where it is split.</param>
internal sealed record ModelFile(string Name, string Path)
{
    /// <summary>The pooling that its embeddings take in place of the file's own; null for the file's own.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Reads and checks the headers of all its parts.</summary>
    /// <exception cref="HostException">A part is missing, or is not what it should be.</exception>
    public (GgufFile Header, long Bytes) Check()
    {
        try
        {
            var header = GgufFile.Open(Path);
            var bytes = header.Length;
            foreach (var part in OtherParts(header))
                bytes += GgufFile.OpenPart(part).Length;
            return (header, bytes);
        }
        catch (Exception e) when (e is GgufException or IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostError.ModelRefused, $"The model '{Name}' is refused: {e.Message}", e);
        }
    }

    /// <summary>llama.cpp finds the other parts by the first one's name.</summary>
    private IEnumerable<string> OtherParts(GgufFile header)
    {
        if (header.SplitCount <= 1)
            yield break;
        var ending = $"-00001-of-{header.SplitCount:D5}.gguf";
        if (!Path.EndsWith(ending, StringComparison.Ordinal))
            throw new HostException(HostError.ModelRefused, $"The model '{Name}' is one of {header.SplitCount} parts, but its file's name does not end in '{ending}'; name the first part.");
        for (var part = 2; part <= header.SplitCount; part++)
            yield return $"{Path[..^ending.Length]}-{part:D5}-of-{header.SplitCount:D5}.gguf";
    }
}

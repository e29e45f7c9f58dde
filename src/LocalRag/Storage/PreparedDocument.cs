using LocalRag.Documents;

namespace LocalRag.Storage;

/// <summary>A document that is ready to be written: chunks, their words and their vectors.</summary>
public sealed record PreparedDocument
{
    public required string Path { get; init; }

    public required string Language { get; init; }

    public required ContentHash Hash { get; init; }

    public required long Size { get; init; }

    public required long Modified { get; init; }

    /// <summary>Why the file is left out for what it holds, in which case it has no chunks; else null.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Why plainer rules cut it than its own parser's, or null.</summary>
    public string? Fallback { get; init; }

    public required IReadOnlyList<PreparedChunk> Chunks { get; init; }
}

/// <summary>A chunk with its words (<see cref="TermAnalyzer"/>'s) and its vector of unit length.</summary>
/// <param name="EmbeddingHash">The hash of the exact text that was embedded.</param>
/// <param name="NewlyEmbedded">True where the vector did not come from the cache, and so belongs into it.</param>
public sealed record PreparedChunk(Chunk Chunk, string Words, string HeaderWords, string PathWords, ContentHash EmbeddingHash, float[] Vector, bool NewlyEmbedded);

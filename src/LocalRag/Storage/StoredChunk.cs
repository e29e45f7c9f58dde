using LocalRag.Documents;

namespace LocalRag.Storage;

/// <summary>A chunk as a search reads it back.</summary>
public sealed record StoredChunk
{
    public required long Id { get; init; }

    public required long DocumentId { get; init; }

    public required string Source { get; init; }

    public required string Path { get; init; }

    public required string Language { get; init; }

    public required Chunk Chunk { get; init; }
}

/// <summary>A chunk that a scan found.</summary>
/// <param name="Score">Higher is better: negated BM25, or cosine.</param>
public readonly record struct ScoredChunk(long ChunkId, double Score);

/// <summary>A definition that was found by its name, and the chunk that holds it.</summary>
public sealed record StoredDefinition(long ChunkId, Definition Definition);

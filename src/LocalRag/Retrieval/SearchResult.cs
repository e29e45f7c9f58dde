using System.Text.Json.Serialization;
using LocalRag.Documents;

namespace LocalRag.Retrieval;

/// <summary>What a search found, how fresh the index was, and what it cost.</summary>
public sealed record SearchResult(string Query, IReadOnlyList<SearchHit> Hits, Freshness Freshness, SearchStats Stats)
{
    /// <summary>What the search had to do without, for people: a sentence each, with the remedy.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A chunk that was found.</summary>
public sealed record SearchHit
{
    /// <summary>From 1.</summary>
    public required int Rank { get; init; }

    /// <summary>Comparable within one result only.</summary>
    public required double Score { get; init; }

    public required string Source { get; init; }

    /// <summary>Relative to the source's root, with <c>/</c>.</summary>
    public required string Path { get; init; }

    public required SourceSpan Span { get; init; }

    public required string Language { get; init; }

    public required ChunkKind Kind { get; init; }

    public string? Symbol { get; init; }

    public required ChunkHeader Header { get; init; }

    /// <summary>The lines as they were indexed.</summary>
    public required string Text { get; init; }

    /// <summary>The chunk's identity in the index; stable while the document is unchanged.</summary>
    public required long ChunkId { get; init; }

    /// <summary>Its document's identity in the index; stable while the document is unchanged.</summary>
    public long DocumentId { get; init; }

    /// <summary>The share of the query's terms, weighed by their rarity, that the chunk speaks of; 0 to 1.</summary>
    public double Coverage { get; init; }

    /// <summary>True where the file differs on disk from what was indexed, or is gone.</summary>
    public bool ChangedOnDisk { get; init; }

    /// <summary>True where the file differs from the commit that is checked out; false as well where git cannot tell.</summary>
    public bool Uncommitted { get; init; }

    /// <summary>How the score came about; null unless asked for.</summary>
    public ScoreExplanation? Explanation { get; init; }
}

/// <summary>The parts of a score, in the order in which they were applied.</summary>
public sealed record ScoreExplanation(IReadOnlyList<ScorePart> Parts);

/// <summary>One part of a score: a retriever's rank turned into points, or a ranking step's factor.</summary>
/// <param name="Step">"lexical", "vector", "symbol", "defines the symbol", "test code"…</param>
/// <param name="Detail">For people: "rank 3, BM25 -12.1", "×0.5".</param>
/// <param name="Score">The score after this part.</param>
public sealed record ScorePart(string Step, string Detail, double Score);

/// <summary>What a search cost.</summary>
public sealed record SearchStats(double Milliseconds, double LexicalMilliseconds, double VectorMilliseconds, int Candidates, string QueryKind)
{
    /// <summary>What the comparison with the disk, and the taking in of what changed, took before the search.</summary>
    public double FreshnessMilliseconds { get; init; }

    /// <summary>What reordering by a reranker took.</summary>
    public double RerankMilliseconds { get; init; }

    /// <summary>What the search among the second embedder's vectors took; null where it had no part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DeepMilliseconds { get; init; }
}

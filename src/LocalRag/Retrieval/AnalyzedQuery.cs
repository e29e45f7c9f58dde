using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>A query as the retrievers and the ranking steps see it.</summary>
public sealed record AnalyzedQuery
{
    /// <summary>As typed, cut to what a search can use.</summary>
    public required string Text { get; init; }

    public required QueryKind Kind { get; init; }

    /// <summary>The words to search full text by, each once, function words left out where others remain.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>What looks like a name of code, as typed: <c>JsonReader.Read</c>, <c>user_name</c>.</summary>
    public required IReadOnlyList<SymbolName> Symbols { get; init; }

    public required ChunkFilter Filter { get; init; }

    /// <summary>In how many chunks each term stands, and how many chunks there are.</summary>
    public TermFrequencies Frequencies { get; init; } = TermFrequencies.None;
}

/// <summary>A name of code in a query.</summary>
/// <param name="Name">The last part.</param>
/// <param name="Container">The parts before it joined by <c>.</c>; empty where there are none.</param>
public sealed record SymbolName(string Container, string Name);

/// <summary>How common terms are in an index. A term that stands nowhere is not among them.</summary>
public sealed record TermFrequencies(IReadOnlyDictionary<string, long> ChunksWith, long Chunks)
{
    public static TermFrequencies None { get; } = new(new Dictionary<string, long>(), 0);
}

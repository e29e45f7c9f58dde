namespace LocalRag.Retrieval;

/// <summary>A search: the text as typed, and what it may find.</summary>
public sealed record SearchQuery(string Text)
{
    /// <summary>How many hits to return at most.</summary>
    public int Limit { get; init; } = 10;

    public SearchFilters Filters { get; init; } = SearchFilters.None;

    /// <summary>Whether each hit explains its score.</summary>
    public bool Explain { get; init; }
}

/// <summary>Narrows a search. Applied inside each retriever, so that a small source is never starved by a large one.</summary>
public sealed record SearchFilters
{
    public static SearchFilters None { get; } = new();

    /// <summary>A source's name.</summary>
    public string? Source { get; init; }

    /// <summary>A glob over paths relative to the root: <c>src/**/*.cs</c>; without <c>/</c> it matches the file name anywhere.</summary>
    public string? PathGlob { get; init; }

    /// <summary>A language of <see cref="Documents.Languages"/>.</summary>
    public string? Language { get; init; }

    public Documents.ChunkKind? Kind { get; init; }

    public bool IsEmpty => this == None;
}

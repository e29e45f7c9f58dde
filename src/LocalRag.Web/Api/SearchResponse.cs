using LocalRag.Retrieval;

namespace LocalRag.Web.Api;

/// <summary>The answer of <c>/api/search</c>, in the same shape as <c>localrag search --json</c>.</summary>
public sealed record SearchResponse(string Query, IReadOnlyList<SearchResponse.Hit> Hits, SearchResponse.Fresh Freshness, SearchStats Stats)
{
    /// <summary>What the search had to do without, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public static SearchResponse From(SearchResult result) => new(
        result.Query,
        [.. result.Hits.Select(hit => new Hit(
            hit.Rank, hit.Score, hit.Source, hit.Path, hit.Span.StartLine, hit.Span.EndLine, hit.Language, hit.Kind.ToString().ToLowerInvariant(), hit.Symbol, hit.Text, hit.ChangedOnDisk, hit.Uncommitted, hit.Explanation?.Parts))],
        Fresh.Of(result.Freshness),
        result.Stats)
    {
        Notes = result.Notes,
    };

    public sealed record Hit(
        int Rank, double Score, string Source, string Path, int StartLine, int EndLine, string Language, string Kind, string? Symbol, string Text, bool ChangedOnDisk, bool Uncommitted, IReadOnlyList<ScorePart>? Explain);

    public sealed record Fresh(string? IndexedCommit, string? Head, string? Branch, int ChangedFiles, int IndexedNow, string? Remedy, IReadOnlyList<SourceFreshness> Sources)
    {
        public static Fresh Of(Freshness freshness) => new(freshness.IndexedCommit, freshness.Head, freshness.Branch, freshness.ChangedFiles, freshness.IndexedNow, freshness.Remedy, freshness.Sources);
    }
}

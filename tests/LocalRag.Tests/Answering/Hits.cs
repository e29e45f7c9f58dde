using LocalRag.Documents;
using LocalRag.Retrieval;

namespace LocalRag.Tests.Answering;

/// <summary>Search results that a test writes down.</summary>
internal static class Hits
{
    public static SearchHit Of(string path, string text, int startLine = 1, double coverage = 1, int rank = 1) => new()
    {
        Rank = rank,
        Score = 1.0 / rank,
        Source = "shop",
        Path = path,
        Span = new SourceSpan(startLine, startLine + text.Count(character => character == '\n')),
        Language = Languages.Of(path),
        Kind = ChunkKind.Text,
        Header = ChunkHeader.Empty,
        Text = text,
        ChunkId = path.Length + startLine,
        Coverage = coverage,
    };

    public static SearchResult Result(string query, params IReadOnlyList<SearchHit> hits) =>
        new(query, [.. hits.Select((hit, index) => hit with { Rank = index + 1 })], Freshness.Unknown, new SearchStats(0, 0, 0, hits.Count, "mixed"));
}

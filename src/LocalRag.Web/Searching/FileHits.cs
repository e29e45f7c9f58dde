using LocalRag.Retrieval;

namespace LocalRag.Web.Searching;

/// <summary>The hits of one file, best first.</summary>
internal sealed record FileHits(string Source, string Path, IReadOnlyList<SearchHit> Hits);

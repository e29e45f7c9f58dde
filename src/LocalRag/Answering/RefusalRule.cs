using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>Tells whether the sources can hold the answer, before any model is asked.</summary>
internal sealed class RefusalRule(AnsweringOptions options)
{
    public bool Refuses(SearchResult search) =>
        search.Hits.Count == 0 || search.Hits.Take(options.RefusalDepth).Max(hit => hit.Coverage) < options.RefusalCoverage;
}

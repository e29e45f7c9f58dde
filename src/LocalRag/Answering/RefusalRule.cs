using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>Tells whether the sources can hold the answer, before any model is asked.</summary>
internal sealed class RefusalRule(AnsweringOptions options)
{
    /// <summary>True where the two chunks that cover most of the question cover too little of it. Two, because one may by chance.</summary>
    public bool Refuses(SearchResult search) =>
        search.Hits.Count == 0 || search.Hits.Take(options.RefusalDepth).Select(hit => hit.Coverage).OrderDescending().Take(2).Average() < options.RefusalCoverage;
}

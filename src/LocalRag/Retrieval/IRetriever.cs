using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>Finds candidates for a query by one kind of evidence.</summary>
internal interface IRetriever
{
    /// <summary>As explanations name it.</summary>
    string Name { get; }

    /// <summary>Finds chunks, best first.</summary>
    IReadOnlyList<ScoredChunk> Retrieve(AnalyzedQuery query, IndexReader index, int limit);
}

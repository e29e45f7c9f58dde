using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>Finds candidates for a query by one kind of evidence.</summary>
internal interface IRetriever
{
    /// <summary>As explanations name it.</summary>
    string Name { get; }

    /// <summary>The weight of its ranks in the fusion, for this kind of query.</summary>
    double WeightFor(QueryKind kind);

    /// <summary>Finds chunks, best first.</summary>
    IReadOnlyList<ScoredChunk> Retrieve(AnalyzedQuery query, IndexReader index, int limit);
}

using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>The nearest chunks by meaning.</summary>
internal sealed class VectorRetriever(Func<string, float[]> embed) : IRetriever
{
    public string Name => "vector";

    public IReadOnlyList<ScoredChunk> Retrieve(AnalyzedQuery query, IndexReader index, int limit)
    {
        var vector = embed(query.Text);
        // No word of the query is in the model's vocabulary: every distance would be the same.
        return vector.AsSpan().ContainsAnyExcept(0f) ? index.SearchVectors(vector, query.Filter, limit) : [];
    }
}

using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>The nearest chunks by meaning.</summary>
internal sealed class VectorRetriever(RankingOptions options, Func<string, float[]> embed) : IRetriever
{
    public string Name => "vector";

    public double WeightFor(QueryKind kind) => options.VectorWeightFor(kind);

    public IReadOnlyList<ScoredChunk> Retrieve(AnalyzedQuery query, IndexReader index, int limit)
    {
        var vector = embed(query.Text);
        // No word of the query is in the model's vocabulary: every distance would be the same.
        return vector.AsSpan().ContainsAnyExcept(0f) ? index.SearchVectors(vector, query.Filter, limit) : [];
    }
}

using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>The nearest chunks by the second embedder's meaning, as far as its set reaches.</summary>
internal static class DeepRetriever
{
    public const string Name = "deep";

    public static IReadOnlyList<ScoredChunk> Retrieve(AnalyzedQuery query, DeepQuery deep, IndexReader index, int limit) =>
        // The set may have been dropped, or have given way to another, since the query was embedded.
        index.ReadDeepSets().All.Any(set => set.Id == deep.Set.Id && set.Fingerprint == deep.Set.Fingerprint)
            ? index.SearchVectors(deep.Vector, query.Filter, limit, deep.Set)
            : [];
}

using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>
/// Joins ranked lists by weight ÷ (k + rank), which needs no common scale of scores
/// (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", 2009).
/// </summary>
internal static class ReciprocalRankFusion
{
    /// <summary>One retriever's list.</summary>
    public sealed record RankedList(string Name, IReadOnlyList<ScoredChunk> Chunks);

    /// <summary>Where one list has a chunk.</summary>
    /// <param name="Rank">From 1.</param>
    /// <param name="RelativeScore">The score over the list's best; 0 to 1.</param>
    public sealed record Contribution(string List, int Rank, double RawScore, double RelativeScore);

    /// <summary>Where the lists have each chunk.</summary>
    public static Dictionary<long, List<Contribution>> Fuse(IEnumerable<RankedList> lists)
    {
        var fused = new Dictionary<long, List<Contribution>>();
        foreach (var list in lists)
        {
            var best = list.Chunks.Count > 0 ? list.Chunks[0].Score : 0;
            for (var i = 0; i < list.Chunks.Count; i++)
            {
                if (!fused.TryGetValue(list.Chunks[i].ChunkId, out var contributions)) fused[list.Chunks[i].ChunkId] = contributions = [];
                contributions.Add(new Contribution(list.Name, i + 1, list.Chunks[i].Score, best > 0 ? Math.Max(0, list.Chunks[i].Score / best) : 1));
            }
        }

        return fused;
    }
}

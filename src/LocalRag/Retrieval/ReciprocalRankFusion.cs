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

    /// <summary>Where one list has a chunk; from 1.</summary>
    public sealed record Contribution(string List, int Rank, double RawScore);

    /// <summary>Where the lists have each chunk.</summary>
    public static Dictionary<long, List<Contribution>> Fuse(IEnumerable<RankedList> lists)
    {
        var fused = new Dictionary<long, List<Contribution>>();
        foreach (var list in lists)
        {
            for (var i = 0; i < list.Chunks.Count; i++)
            {
                if (!fused.TryGetValue(list.Chunks[i].ChunkId, out var contributions)) fused[list.Chunks[i].ChunkId] = contributions = [];
                contributions.Add(new Contribution(list.Name, i + 1, list.Chunks[i].Score));
            }
        }

        return fused;
    }
}

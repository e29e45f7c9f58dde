using FsCheck;
using FsCheck.Fluent;
using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag.Tests.Retrieval;

public sealed class ReciprocalRankFusionTests
{
    [Fact]
    public void A_chunk_has_its_rank_and_its_share_of_the_best_score_in_each_list_that_holds_it()
    {
        var fused = ReciprocalRankFusion.Fuse([new("words", Chunks(7, 8)), new("vectors", Chunks(8, 9))]);

        Assert.Equal([new("words", 1, 10, 1)], fused[7]);
        Assert.Equal([new("words", 2, 9, 0.9), new("vectors", 1, 10, 1)], fused[8]);
        Assert.Equal([new("vectors", 2, 9, 0.9)], fused[9]);
    }

    [Fact]
    public void Nothing_fused_is_nothing() => Assert.Empty(ReciprocalRankFusion.Fuse([new("words", [])]));

    /// <summary>Whatever the lists: each chunk of each is there once a list, and no scale of scores matters.</summary>
    [Fact]
    public void Ranks_alone_decide()
    {
        var lists = Gen.Choose(0, 20).ArrayOf().Select(ids => ids.Distinct().ToArray()).ArrayOf().Select(all => all.Take(4).ToArray());
        Prop.ForAll(lists.ToArbitrary(), all =>
        {
            var fused = Fuse(all, score: rank => 10 - rank);
            Assert.Equal(all.SelectMany(ids => ids).Distinct().Order(), fused.Keys.Select(id => (int)id).Order());
            for (var list = 0; list < all.Length; list++)
                Assert.Equal(Enumerable.Range(1, all[list].Length), all[list].Select(id => fused[id].Single(part => part.List == $"{list}").Rank));

            var scaled = Fuse(all, score: rank => -1e6 * rank);
            Assert.Equal(fused.SelectMany(pair => pair.Value.Select(part => (pair.Key, part.List, part.Rank))), scaled.SelectMany(pair => pair.Value.Select(part => (pair.Key, part.List, part.Rank))));
        }).QuickCheckThrowOnFailure();
    }

    private static Dictionary<long, List<ReciprocalRankFusion.Contribution>> Fuse(int[][] lists, Func<int, double> score) =>
        ReciprocalRankFusion.Fuse(lists.Select((ids, i) => new ReciprocalRankFusion.RankedList($"{i}", [.. ids.Select((id, rank) => new ScoredChunk(id, score(rank)))])));

    private static ScoredChunk[] Chunks(params long[] ids) => [.. ids.Select((id, i) => new ScoredChunk(id, 10 - i))];
}

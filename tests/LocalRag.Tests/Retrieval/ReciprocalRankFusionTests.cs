using FsCheck;
using FsCheck.Fluent;
using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag.Tests.Retrieval;

public sealed class ReciprocalRankFusionTests
{
    [Fact]
    public void A_rank_is_worth_its_lists_weight_by_the_constant_and_the_rank()
    {
        var fused = ReciprocalRankFusion.Fuse([new("words", 0.6, Chunks(7, 8)), new("vectors", 0.4, Chunks(8, 9))], 30);

        Assert.Equal([new("words", 1, 10, 0.6 / 31)], fused[7]);
        Assert.Equal([new("words", 2, 9, 0.6 / 32), new("vectors", 1, 10, 0.4 / 31)], fused[8]);
        Assert.Equal([new("vectors", 2, 9, 0.4 / 32)], fused[9]);
    }

    [Fact]
    public void Nothing_fused_is_nothing() => Assert.Empty(ReciprocalRankFusion.Fuse([new("words", 1, [])], 30));

    /// <summary>Whatever the lists: each chunk of each is there once a list, a better rank is worth more, and no scale of scores matters.</summary>
    [Fact]
    public void Ranks_alone_decide()
    {
        var lists = Gen.Choose(0, 20).ArrayOf().Select(ids => ids.Distinct().ToArray()).ArrayOf().Select(all => all.Take(4).ToArray());
        Prop.ForAll(lists.ToArbitrary(), all =>
        {
            var fused = Fuse(all, score: rank => 10 - rank);
            Assert.Equal(all.SelectMany(ids => ids).Distinct().Order(), fused.Keys.Select(id => (int)id).Order());
            for (var list = 0; list < all.Length; list++)
            {
                var points = all[list].Select(id => fused[id].Single(part => part.List == $"{list}").Points).ToList();
                Assert.Equal(points.OrderDescending(), points);
                Assert.All(points, point => Assert.True(point > 0));
            }

            var scaled = Fuse(all, score: rank => -1e6 * rank);
            Assert.Equal(fused.SelectMany(pair => pair.Value.Select(part => (pair.Key, part.List, part.Points))), scaled.SelectMany(pair => pair.Value.Select(part => (pair.Key, part.List, part.Points))));
        }).QuickCheckThrowOnFailure();
    }

    private static Dictionary<long, List<ReciprocalRankFusion.Contribution>> Fuse(int[][] lists, Func<int, double> score) =>
        ReciprocalRankFusion.Fuse(lists.Select((ids, i) => new ReciprocalRankFusion.RankedList($"{i}", i + 1, [.. ids.Select((id, rank) => new ScoredChunk(id, score(rank)))])), 30);

    private static ScoredChunk[] Chunks(params long[] ids) => [.. ids.Select((id, i) => new ScoredChunk(id, 10 - i))];
}

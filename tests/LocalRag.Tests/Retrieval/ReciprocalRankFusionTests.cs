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

    /// <summary>Whatever the lists: each chunk of each is there once a list, in its rank, and no scale of scores matters.</summary>
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

    /// <summary>Of ranks alone, each list gives its weight by the constant and the rank, and the explanation says so.</summary>
    [Theory]
    [InlineData("how does a walrus sleep", 0.6, 0.4)]
    [InlineData("Walrus.Sleep", 0.7, 0.3)]
    public void A_rank_is_worth_its_lists_weight_by_the_constant_and_the_rank(string query, double lexical, double vector)
    {
        using var index = new TestIndex().Add("zoo",
            ("Walrus.cs", "public sealed class Walrus\n{\n    public void Sleep() => Rested = true;\n}\n"), ("Seal.cs", "public sealed class Seal\n{\n    public void Sleep() => Rested = true;\n}\n"), ("a.md", "# Ice\n\nHere they sleep.\n"));
        var options = new RankingOptions { FusionConstant = 12, ScoreShareForCode = 0, ScoreShareForProse = 0 };
        foreach (var hit in index.Search(query, options: options))
        {
            var before = 0.0;
            foreach (var part in hit.Explanation!.Parts.TakeWhile(part => part.Step is "lexical" or "vector" or "symbol"))
            {
                var rank = int.Parse(part.Detail["rank ".Length..part.Detail.IndexOf(',', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
                var weight = part.Step switch { "lexical" => lexical, "vector" => vector, _ => options.SymbolWeight };
                Assert.Equal(weight / (12 + rank), part.Score - before, 9);
                before = part.Score;
            }

            Assert.True(before > 0);
        }
    }

    private static Dictionary<long, List<ReciprocalRankFusion.Contribution>> Fuse(int[][] lists, Func<int, double> score) =>
        ReciprocalRankFusion.Fuse(lists.Select((ids, i) => new ReciprocalRankFusion.RankedList($"{i}", [.. ids.Select((id, rank) => new ScoredChunk(id, score(rank)))])));

    private static ScoredChunk[] Chunks(params long[] ids) => [.. ids.Select((id, i) => new ScoredChunk(id, 10 - i))];
}

namespace LocalRag.Retrieval;

/// <summary>
/// What a rank in each list is worth, by the kind of query and of text. Without deep vectors lexical and static share 1. Where the deep list joins,
/// it takes its share of both; a chunk that its set does not reach keeps the shares of before, so that it loses nothing by it.
/// </summary>
internal sealed class FusionWeights(RankingOptions options, QueryKind kind, bool withDeep)
{
    /// <summary>What a list gives a chunk.</summary>
    /// <param name="reached">The share of the chunks among which the deep list ranks; 0 where its set does not reach this chunk.</param>
    public double Points(ReciprocalRankFusion.Contribution part, bool isProse, double reached)
    {
        // Among a part of the chunks the same rank is as much easier to reach.
        var rank = part.List == DeepRetriever.Name ? part.Rank / reached : part.Rank;
        var share = isProse ? options.ScoreShareForProse : options.ScoreShareForCode;
        var value = ((1 - share) * (options.FusionConstant + 1) / (options.FusionConstant + rank)) + (share * part.RelativeScore);
        return Weight(part.List, reached > 0) * value / (options.FusionConstant + 1);
    }

    private double Weight(string list, bool reached)
    {
        var vector = options.VectorWeightFor(kind);
        var deep = withDeep && reached ? options.DeepWeightFor(kind) : 0;
        return list switch
        {
            "lexical" => (1 - vector) * (1 - deep),
            "vector" => vector * (1 - deep),
            DeepRetriever.Name => deep,
            _ => options.SymbolWeight,
        };
    }
}

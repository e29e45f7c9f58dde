namespace LocalRag.Retrieval;

/// <summary>
/// What a rank in each list is worth, by the kind of query and of text. Without deep vectors lexical and static share 1. Where the deep list joins,
/// it takes its share of both; a chunk that its set does not reach keeps the shares of before, so that it loses nothing by it.
/// </summary>
internal sealed class FusionWeights(RankingOptions options, QueryKind kind, bool withDeep)
{
    public double Of(string list, bool isProse, bool reached)
    {
        var vector = options.VectorWeightFor(kind);
        var deep = withDeep && reached ? options.DeepWeightFor(kind, isProse) : 0;
        return list switch
        {
            "lexical" => (1 - vector) * (1 - deep),
            "vector" => vector * (1 - deep),
            DeepRetriever.Name => deep,
            _ => options.SymbolWeight,
        };
    }
}

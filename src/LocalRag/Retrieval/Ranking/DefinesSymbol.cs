namespace LocalRag.Retrieval.Ranking;

/// <summary>Lifts the chunks that define what the query names, as the parsers know it.</summary>
internal sealed class DefinesSymbol(RankingOptions options) : IRankingStep
{
    public void Apply(AnalyzedQuery query, IReadOnlyList<Candidate> candidates)
    {
        if (query.Symbols.Count == 0 || candidates.Count == 0) return;
        var best = candidates.Max(candidate => candidate.Score);
        var weight = query.Kind == QueryKind.Symbol ? options.DefinitionBoost : options.DefinitionBoost / 2;
        foreach (var candidate in candidates)
        {
            var (agreement, name) = candidate.Chunk.Chunk.Definitions
                .SelectMany(_ => query.Symbols, (definition, symbol) => (SymbolRetriever.Agreement(symbol, definition), definition.QualifiedName))
                .DefaultIfEmpty().MaxBy(pair => pair.Item1);
            if (agreement > 0) candidate.Add("defines the symbol", best * weight * agreement, () => $"defines {name}");
        }
    }
}

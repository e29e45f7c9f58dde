using LocalRag.Documents;
using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>The chunks that define what the query names, as the parsers know it.</summary>
internal sealed class SymbolRetriever : IRetriever
{
    public string Name => "symbol";

    public IReadOnlyList<ScoredChunk> Retrieve(AnalyzedQuery query, IndexReader index, int limit)
    {
        if (query.Symbols.Count == 0) return [];
        var best = new Dictionary<long, double>();
        foreach (var (chunkId, definition) in index.FindDefinitions(query.Symbols.Select(symbol => symbol.Name), query.Filter, 1_000))
        {
            var score = query.Symbols.Max(symbol => Agreement(symbol, definition));
            if (score > 0 && (!best.TryGetValue(chunkId, out var known) || score > known)) best[chunkId] = score;
        }

        return [.. best.Select(pair => new ScoredChunk(pair.Key, pair.Value)).OrderByDescending(chunk => chunk.Score).ThenBy(chunk => chunk.ChunkId).Take(limit)];
    }

    /// <summary>How well a definition is what a query names: 0 where it is not, up to 1.</summary>
    internal static double Agreement(SymbolName wanted, Definition definition)
    {
        if (!string.Equals(wanted.Name, definition.Name, StringComparison.OrdinalIgnoreCase)) return 0;
        var score = wanted.Name == definition.Name ? 1.0 : 0.7;
        if (definition.Kind is "constructor" or "namespace" or "heading") score *= 0.8;
        if (wanted.Container.Length == 0) return score;
        var container = "." + definition.Container;
        return container.EndsWith("." + wanted.Container, StringComparison.OrdinalIgnoreCase) ? score : score * 0.4;
    }
}

using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>BM25 over words, identifiers whole and split. Where a query has no word (<c>??=</c>), its characters as they stand.</summary>
internal sealed class LexicalRetriever(RankingOptions options) : IRetriever
{
    public string Name => "lexical";

    public IReadOnlyList<ScoredChunk> Retrieve(AnalyzedQuery query, IndexReader index, int limit)
    {
        if (query.Terms.Count == 0)
            return query.Text.Trim() is { Length: > 0 } literal ? index.SearchLiteral(literal, query.Filter, limit) : [];
        return index.SearchWords(Expression(query.Terms), (options.TextWeight, options.HeaderWeight, options.PathWeight), query.Filter, limit);
    }

    /// <summary>Quoted, a term has no syntax of FTS5 in it; one character of a script without spaces is the beginning of a pair.</summary>
    private static string Expression(IEnumerable<string> terms) =>
        string.Join(" OR ", terms.Select(term => term.Length == 1 && TermAnalyzer.IsUnspaced(term[0]) ? $"\"{term}\"*" : $"\"{term}\""));
}

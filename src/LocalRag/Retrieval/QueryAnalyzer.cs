using System.Collections.Frozen;
using LocalRag.Storage;

namespace LocalRag.Retrieval;

/// <summary>Tells what a query looks like and takes it apart.</summary>
internal static class QueryAnalyzer
{
    /// <summary>Longer queries are pasted text; its beginning says what it is about, and a search must stay quick.</summary>
    private const int MaxLength = 4_000;

    /// <summary>More terms than this add cost and no precision.</summary>
    private const int MaxTerms = 64;

    /// <summary>
    /// Words that carry a question's grammar and not its matter. In code they are rare, so that BM25 would take them for telling.
    /// </summary>
    private static readonly FrozenSet<string> FunctionWords = FrozenSet.ToFrozenSet(
        ("a about after all also am an and any are as at be because been before being between both but by can cannot could did do does doing done during each either every for from further had has have having " +
         "he her here hers him his how i if in into is it its itself just like may me might more most must my no nor of off on once one only or other our ours out over own please same shall she should show so some such " +
         "tell than that the their them then there these they this those through to too under until up upon us use used uses using very want was way we were what when where whether which while who whom whose why will with within without would you your yours")
        .Split(' '), StringComparer.Ordinal);

    public static AnalyzedQuery Analyze(SearchQuery query)
    {
        var text = query.Text.Length > MaxLength ? query.Text[..MaxLength] : query.Text;
        var terms = WithoutRunEnds(TermAnalyzer.Terms(text)).Distinct(StringComparer.Ordinal).ToList();
        var telling = terms.Where(term => !FunctionWords.Contains(term)).Take(MaxTerms).ToList();

        var tokens = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var symbols = tokens.Take(256).Select(token => ParseSymbol(token, alone: tokens.Length == 1)).OfType<SymbolName>().Distinct().Take(8).ToList();
        return new AnalyzedQuery
        {
            Text = text,
            Kind = symbols.Count == 0 ? QueryKind.Natural : tokens.Length <= symbols.Count ? QueryKind.Symbol : QueryKind.Mixed,
            Terms = telling.Count > 0 ? telling : terms.Take(MaxTerms).ToList(),
            Symbols = symbols,
            Filter = new ChunkFilter(query.Filters.Source, query.Filters.PathGlob, query.Filters.Language, query.Filters.Kind),
        };
    }

    public static bool IsFunctionWord(string term) => FunctionWords.Contains(term);

    /// <summary>
    /// Leaves out the single character that ends a run of a script without spaces. It is indexed so that one character is found;
    /// behind its pair it would find whatever begins with it.
    /// </summary>
    private static IEnumerable<string> WithoutRunEnds(List<string> terms) =>
        terms.Where((term, i) => i == 0 || term.Length > 1 || terms[i - 1].Length != 2 || terms[i - 1][1] != term[0] || !TermAnalyzer.IsUnspaced(term[0]));

    /// <summary>A token that only code would write: parts joined by <c>.</c> or <c>::</c>, case inside a word, an underscore, a call.</summary>
    private static SymbolName? ParseSymbol(string token, bool alone)
    {
        var quoted = token.Contains('`');
        var name = token.Trim('`', '"', '\'', ',', ';', ':', '?', '!', '(', ')', '[', ']', '{', '}', '<', '>', '.', '#');
        var called = token.Contains("()", StringComparison.Ordinal);
        if (name.IndexOfAny(['(', '<', '[']) is var cut and > 0) name = name[..cut];
        name = name.Replace("::", ".", StringComparison.Ordinal).Replace("->", ".", StringComparison.Ordinal).Replace('#', '.');
        if (name.Length < 2 || name[0] == '.' || name.Contains("..", StringComparison.Ordinal) || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '$')) return null;
        var parts = name.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts.Any(part => char.IsDigit(part[0]))) return null;
        var last = parts[^1];
        // A word alone is a name; a run of a script without spaces is a sentence as often.
        var codeLike = quoted || called || (alone && !name.Any(TermAnalyzer.IsUnspaced)) || last.Contains('_') || HasInnerCapital(last) || (parts.Length > 1 && parts.All(part => part.Length > 1) && parts.Any(part => char.IsUpper(part[0])));
        return codeLike ? new SymbolName(string.Join('.', parts[..^1]), last) : null;
    }

    private static bool HasInnerCapital(string word)
    {
        var (upper, lower) = (false, false);
        for (var i = 0; i < word.Length; i++)
        {
            if (i > 0 && char.IsUpper(word[i])) upper = true;
            if (char.IsLower(word[i])) lower = true;
        }

        return upper && lower;
    }
}

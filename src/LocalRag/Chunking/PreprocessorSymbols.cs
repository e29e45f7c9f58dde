using System.Buffers;

namespace LocalRag.Chunking;

/// <summary>
/// The symbols that a text's <c>#if</c> and <c>#elif</c> lines ask for. Defined for the parser, they make most branches
/// code rather than trivia. Symbols that are only ever negated stay undefined.
/// </summary>
internal static class PreprocessorSymbols
{
    private static readonly SearchValues<string> Directives = SearchValues.Create(["#if", "#elif", "# if", "# elif"], StringComparison.Ordinal);

    public static string[] In(string text)
    {
        if (!text.AsSpan().ContainsAny(Directives)) return [];
        var symbols = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var rest = line.TrimStart();
            if (rest.IsEmpty || rest[0] != '#') continue;
            rest = rest[1..].TrimStart();
            if (rest.StartsWith("if")) rest = rest[2..];
            else if (rest.StartsWith("elif")) rest = rest[4..];
            else continue;
            AddSymbols(rest, symbols);
        }

        return [.. symbols];
    }

    private static void AddSymbols(ReadOnlySpan<char> condition, HashSet<string> symbols)
    {
        var negated = false;
        for (var start = 0; start < condition.Length;)
        {
            if (condition[start..].StartsWith("//")) return;
            var end = start;
            while (end < condition.Length && (char.IsLetterOrDigit(condition[end]) || condition[end] == '_')) end++;
            if (end > start)
            {
                if (!negated && condition[start..end] is not "true" and not "false") symbols.Add(condition[start..end].ToString());
                negated = false;
                start = end;
                continue;
            }

            negated = condition[start] == '!' || (negated && condition[start] is ' ' or '(');
            start++;
        }
    }
}

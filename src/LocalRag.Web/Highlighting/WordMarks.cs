namespace LocalRag.Web.Highlighting;

/// <summary>Finds where the words of a query stand in a text.</summary>
internal static class WordMarks
{
    private static readonly HashSet<string> TooCommon = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "an", "and", "are", "be", "by", "can", "do", "does", "for", "from", "how", "if", "in", "is", "it", "of", "on", "or", "that", "the", "this", "to", "what", "when", "where", "which", "who", "why", "with",
    };

    /// <summary>Gives ranges in order, without overlaps.</summary>
    public static IReadOnlyList<(int Start, int End)> Find(string text, string query)
    {
        var words = query.Split([' ', '\t', '\n', '.', ',', ';', ':', '?', '!', '(', ')', '"', '\'', '`', '/', '<', '>'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length > 1 && !TooCommon.Contains(word)).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(word => word.Length).Take(16).ToList();
        var marks = new List<(int Start, int End)>();
        foreach (var word in words)
            for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.OrdinalIgnoreCase))
                marks.Add((at, at + word.Length));
        marks.Sort();
        var apart = new List<(int Start, int End)>(marks.Count);
        foreach (var mark in marks)
            if (apart.Count == 0 || mark.Start >= apart[^1].End) apart.Add(mark);
        return apart;
    }
}

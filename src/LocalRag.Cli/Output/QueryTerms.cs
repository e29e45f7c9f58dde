namespace LocalRag.Cli.Output;

/// <summary>The words of a query, to mark them in the lines that are shown.</summary>
internal sealed class QueryTerms
{
    private static readonly HashSet<string> Fillers = new(
        ["and", "are", "does", "for", "from", "how", "into", "the", "that", "this", "what", "when", "where", "which", "who", "why", "with"],
        StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _terms = [];

    public QueryTerms(string query)
    {
        var start = -1;
        for (var i = 0; i <= query.Length; i++)
        {
            var inWord = i < query.Length && (char.IsLetterOrDigit(query[i]) || query[i] == '_');
            if (inWord && start < 0) start = i;
            if (inWord || start < 0) continue;
            Add(query[start..i]);
            start = -1;
        }
    }

    /// <summary>Where a line names a term, in order and without overlap.</summary>
    public List<(int Start, int Length)> In(string line)
    {
        var places = new List<(int Start, int Length)>();
        foreach (var term in _terms)
        {
            for (var at = line.IndexOf(term, StringComparison.OrdinalIgnoreCase); at >= 0; at = line.IndexOf(term, at + term.Length, StringComparison.OrdinalIgnoreCase))
                places.Add((at, term.Length));
        }

        places.Sort();
        for (var i = places.Count - 1; i > 0; i--)
        {
            if (places[i].Start < places[i - 1].Start + places[i - 1].Length) places.RemoveAt(i);
        }

        return places;
    }

    /// <summary>How many different terms a line names.</summary>
    public int CountIn(string line) => _terms.Count(term => line.Contains(term, StringComparison.OrdinalIgnoreCase));

    private void Add(string word)
    {
        if (word.Length >= 3 && !Fillers.Contains(word) && !_terms.Contains(word, StringComparer.OrdinalIgnoreCase)) _terms.Add(word);
    }
}

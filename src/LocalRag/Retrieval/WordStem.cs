namespace LocalRag.Retrieval;

/// <summary>Cuts the commonest English endings, so that "registered" and "registers" meet. Rough on purpose: both sides are cut alike.</summary>
internal static class WordStem
{
    private static readonly string[] Endings = ["ations", "ation", "izing", "ising", "ized", "ised", "ings", "ing", "ies", "ers", "ed", "er", "es", "ly", "s", "y", "e"];

    public static string Of(string word)
    {
        if (word.Length < 4 || !char.IsAsciiLetter(word[^1])) return word;
        foreach (var ending in Endings)
        {
            if (word.Length - ending.Length < 3 || !word.EndsWith(ending, StringComparison.Ordinal)) continue;
            var stem = word[..^ending.Length];
            // "running" and "run" share a stem once the doubled letter is gone.
            return stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1] : stem;
        }

        return word;
    }
}

namespace LocalRag.Answering.Verification;

/// <summary>Cuts the endings that English grammar adds, so that "returns", "returned" and "returning" are one word.</summary>
internal static class Stem
{
    public static string Of(string word)
    {
        var stem = word.ToLowerInvariant();
        if (stem.EndsWith("'s", StringComparison.Ordinal) || stem.EndsWith("’s", StringComparison.Ordinal)) stem = stem[..^2];
        if (Ends(stem, "ies", 5)) stem = stem[..^3] + "y";
        else if (Ends(stem, "sses", 5) || Ends(stem, "shes", 6) || Ends(stem, "ches", 6) || Ends(stem, "xes", 5)) stem = stem[..^2];
        else if (Ends(stem, "s", 4) && stem[^2] is not ('s' or 'u' or 'i')) stem = stem[..^1];

        if (Ends(stem, "ization", 9) || Ends(stem, "isation", 9)) stem = stem[..^5];
        else if (Ends(stem, "ation", 8)) stem = stem[..^3];
        else if (Ends(stem, "ition", 8) || Ends(stem, "ution", 8)) stem = stem[..^3];
        else if (Ends(stem, "ing", 6)) stem = Undouble(stem[..^3]);
        else if (Ends(stem, "ied", 5)) stem = stem[..^3] + "y";
        else if (Ends(stem, "ed", 5)) stem = Undouble(stem[..^2]);
        else if (Ends(stem, "ly", 6)) stem = stem[..^2];

        return Ends(stem, "e", 4) ? stem[..^1] : stem;
    }

    private static bool Ends(string word, string ending, int atLeast) => word.Length >= atLeast && word.EndsWith(ending, StringComparison.Ordinal);

    private static string Undouble(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z' or 'e') ? stem[..^1] : stem;
}

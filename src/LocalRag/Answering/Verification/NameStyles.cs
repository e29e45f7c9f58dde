namespace LocalRag.Answering.Verification;

/// <summary>Tells how names are spelt.</summary>
internal static class NameStyles
{
    public static NameStyle Of(string name)
    {
        // The last part decides: Console.WriteLine is spelt as WriteLine.
        var last = name.TrimEnd('(', ')', '.', ':', ';');
        last = last[(last.LastIndexOfAny(['.', ':', '/', ' ']) + 1)..].TrimStart('_', '"', '\'', '$');
        var hasSmall = last.Any(char.IsLower);
        if (last.Contains('_', StringComparison.Ordinal)) return hasSmall ? NameStyle.SnakeCase : NameStyle.CapitalSnakeCase;
        if (last.Contains('-', StringComparison.Ordinal)) return NameStyle.KebabCase;
        if (!last.Any(char.IsUpper)) return NameStyle.Word;
        if (!hasSmall) return NameStyle.Capitals;
        if (char.IsLower(last[0])) return NameStyle.CamelCase;

        return last.Skip(1).Any(char.IsUpper) ? NameStyle.PascalCase : NameStyle.Capitalized;
    }
}

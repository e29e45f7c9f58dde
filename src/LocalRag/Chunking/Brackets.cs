namespace LocalRag.Chunking;

/// <summary>Measures nesting before a parser is asked to.</summary>
internal static class Brackets
{
    /// <summary>The greatest number of brackets open at once, whatever they stand in.</summary>
    public static int Depth(ReadOnlySpan<char> text)
    {
        var (depth, greatest) = (0, 0);
        foreach (var character in text)
        {
            if (character is '(' or '[' or '{') greatest = Math.Max(greatest, ++depth);
            else if (character is ')' or ']' or '}' && depth > 0) depth--;
        }

        return greatest;
    }
}

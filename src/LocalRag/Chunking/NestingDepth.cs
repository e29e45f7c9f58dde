using System.Buffers;

namespace LocalRag.Chunking;

/// <summary>Estimates from above how deep a text's brackets nest, without parsing it.</summary>
internal static class NestingDepth
{
    private static readonly SearchValues<char> Brackets = SearchValues.Create("([{<)]}>;");

    /// <summary>True where brackets nest deeper than a limit. Brackets in strings and comments count as well.</summary>
    public static bool Exceeds(ReadOnlySpan<char> text, int limit)
    {
        var depth = 0;
        var angles = 0;
        while (true)
        {
            var next = text.IndexOfAny(Brackets);
            if (next < 0) return false;
            switch (text[next])
            {
                case '<': angles++; break;
                case '>': angles = Math.Max(0, angles - 1); break;
                case ';': angles = 0; break; // what was open is a comparison
                case '(' or '[' or '{': depth++; break;
                default: depth = Math.Max(0, depth - 1); break;
            }

            if (depth + angles > limit) return true;
            text = text[(next + 1)..];
        }
    }
}

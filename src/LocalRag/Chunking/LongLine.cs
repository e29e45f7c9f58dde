using System.Buffers;
using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Cuts a line that alone is longer than a chunk may be (minified text, data), where it hurts least.</summary>
internal static class LongLine
{
    private static readonly SearchValues<char> Gaps = SearchValues.Create(" \t,;>})]");

    /// <summary>Gives the ends of the pieces, in order; the last is the line's own end.</summary>
    public static IEnumerable<int> Cut(string text, int start, int end, ChunkingOptions options)
    {
        var tokens = Math.Max(1, options.CountTokens(text.AsSpan(start, end - start)));
        var guess = Math.Max(1, (int)((long)(end - start) * options.MaxTokens / tokens));
        while (start < end)
        {
            var length = Math.Min(guess, end - start);
            while (length > 1 && options.CountTokens(text.AsSpan(start, length)) > options.MaxTokens) length -= Math.Max(1, length / 8);
            if (start + length < end)
            {
                var soft = text.AsSpan(start + length - length / 8, length / 8).LastIndexOfAny(Gaps);
                if (soft >= 0) length = length - length / 8 + soft + 1;
                if (length > 1 && char.IsHighSurrogate(text[start + length - 1]) && char.IsLowSurrogate(text[start + length])) length--;
            }

            yield return start += length;
        }
    }
}

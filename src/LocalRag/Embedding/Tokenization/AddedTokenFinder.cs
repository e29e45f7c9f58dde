using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Finds added tokens in a text: the leftmost, and of several at one place the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly AddedToken[] _longestFirst;
    private readonly char[] _firstCharacters;

    public AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        _longestFirst = [.. tokens.Where(static token => token.Content.Length > 0).OrderByDescending(static token => token.Content.Length)];
        _firstCharacters = [.. _longestFirst.Select(static token => token.Content[0]).Distinct()];
    }

    public bool IsEmpty => _longestFirst.Length == 0;

    /// <summary>Finds the next token from <paramref name="from"/> on.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="from">Where the last token ended.</param>
    /// <param name="start">Where the token starts, white space that it takes along included.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The token, or null.</returns>
    public AddedToken? Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        start = end = from;
        var position = from;
        while (!IsEmpty)
        {
            var found = text[position..].IndexOfAny(_firstCharacters);
            if (found < 0) return null;

            position += found;
            if (LongestAt(text[position..]) is not { } token)
            {
                position++;
                continue;
            }

            start = position;
            end = position + token.Content.Length;
            position = end;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..]))) continue;

            if (token.StripLeft) start = from + text[from..start].TrimEnd().Length;
            if (token.StripRight) end = text.Length - text[end..].TrimStart().Length;
            return token;
        }

        return null;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var token in _longestFirst)
        {
            if (text.StartsWith(token.Content, StringComparison.Ordinal)) return token;
        }

        return null;
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text)
    {
        _ = Rune.DecodeLastFromUtf16(text, out var rune, out var consumed);
        return consumed > 0 && WordCharacters.Contains(rune);
    }

    private static bool StartsWithWord(ReadOnlySpan<char> text)
    {
        _ = Rune.DecodeFromUtf16(text, out var rune, out var consumed);
        return consumed > 0 && WordCharacters.Contains(rune);
    }
}

using System.Globalization;
using System.Text;

namespace LocalRag.Storage;

/// <summary>
/// Turns text into the words that full text is made of and searched by: lower case, identifiers whole and split
/// (<c>ReadAsInt32</c> → <c>readasint32 read as int32</c>; <c>user_name</c> and <c>userName</c> share <c>username</c>),
/// and two characters at a time where a script writes no spaces.
/// </summary>
/// <remarks>Done here rather than in an FTS5 tokenizer, because the ranking and the refusal rule need the same words.</remarks>
internal static class TermAnalyzer
{
    /// <summary>Longer runs are digests and encoded data, which nobody searches for by a word.</summary>
    private const int MaxTermLength = 64;

    /// <summary>Appends the terms of a text, each followed by a space.</summary>
    public static void Append(ReadOnlySpan<char> text, StringBuilder terms)
    {
        var position = 0;
        while (position < text.Length)
        {
            var character = text[position];
            if (!IsWordCharacter(character))
            {
                position++;
                continue;
            }

            var start = position;
            if (IsUnspaced(character))
            {
                while (position < text.Length && IsUnspaced(text[position])) position++;
                AppendPairs(text[start..position], terms);
            }
            else
            {
                while (position < text.Length && IsWordCharacter(text[position]) && !IsUnspaced(text[position])) position++;
                AppendIdentifier(text[start..position], terms);
            }
        }
    }

    /// <summary>Gives the terms of a text as a list, in order, with repetitions.</summary>
    public static List<string> Terms(ReadOnlySpan<char> text)
    {
        var terms = new StringBuilder();
        Append(text, terms);
        return [.. terms.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static bool IsWordCharacter(char character) =>
        char.IsAscii(character)
            ? char.IsAsciiLetterOrDigit(character) || character == '_'
            : char.IsLetterOrDigit(character) || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>True for Han, kana, Hangul and the scripts of South-East Asia that write no spaces between words.</summary>
    internal static bool IsUnspaced(char character) =>
        character >= 0x0E00 && (character is
            (>= '\u0E00' and <= '\u0EFF') or  // Thai, Lao
            (>= '\u1000' and <= '\u109F') or  // Myanmar
            (>= '\u1780' and <= '\u17FF') or  // Khmer
            (>= '\u1100' and <= '\u11FF') or  // Hangul Jamo
            '\u3005' or '\u3007' or
            (>= '\u3040' and <= '\u30FF') or  // Hiragana, Katakana
            (>= '\u3130' and <= '\u318F') or  // Hangul compatibility Jamo
            (>= '\u31F0' and <= '\u31FF') or
            (>= '\u3400' and <= '\u4DBF') or  // Han
            (>= '\u4E00' and <= '\u9FFF') or
            (>= '\uAC00' and <= '\uD7AF') or  // Hangul syllables
            (>= '\uF900' and <= '\uFAFF') or
            (>= '\uFF66' and <= '\uFF9F'));

    /// <summary>Every two neighbours, and the last one alone, so that one character is found as a prefix wherever it stands.</summary>
    private static void AppendPairs(ReadOnlySpan<char> run, StringBuilder terms)
    {
        for (var i = 0; i + 1 < run.Length; i++) terms.Append(run[i]).Append(run[i + 1]).Append(' ');
        terms.Append(run[^1]).Append(' ');
    }

    private static void AppendIdentifier(ReadOnlySpan<char> word, StringBuilder terms)
    {
        word = word.Trim('_');
        if (word.Length is 0 or > MaxTermLength) return;

        Span<char> folded = stackalloc char[MaxTermLength * 2];
        Span<int> ends = stackalloc int[MaxTermLength];
        var length = 0;
        var parts = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (i > 0 && length > 0 && StartsPart(word, i) && (parts == 0 || ends[parts - 1] != length)) ends[parts++] = length;
            if (word[i] != '_') length += Fold(word[i], folded[length..]);
        }

        if (length == 0) return;
        terms.Append(folded[..length]).Append(' ');
        if (parts == 0 || ends[0] >= length) return;
        var start = 0;
        for (var i = 0; i <= parts; i++)
        {
            var end = i < parts ? ends[i] : length;
            if (end > start) terms.Append(folded[start..end]).Append(' ');
            start = end;
        }
    }

    private static bool StartsPart(ReadOnlySpan<char> word, int i) =>
        word[i - 1] == '_' || word[i] == '_' ||
        (char.IsUpper(word[i]) && (!char.IsUpper(word[i - 1]) || (i + 1 < word.Length && char.IsLower(word[i + 1]))));

    /// <summary>Lower case without diacritics; returns the number of characters written, 0 to 2.</summary>
    private static int Fold(char character, Span<char> destination)
    {
        if (char.IsAscii(character))
        {
            destination[0] = char.ToLowerInvariant(character);
            return 1;
        }

        if (char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark) return 0;
        if (char.IsSurrogate(character))
        {
            destination[0] = character;
            return 1;
        }

        var decomposed = character is >= '\u00C0' and <= '\u024F' or >= '\u1E00' and <= '\u1EFF'
            ? character.ToString().Normalize(NormalizationForm.FormD)[0]
            : character;
        destination[0] = char.ToLowerInvariant(decomposed);
        return 1;
    }
}

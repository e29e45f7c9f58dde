namespace LocalRag.Cli.Output;

/// <summary>Tells comments, strings, keywords and numbers apart, line by line. A small lexer, not a parser: it serves many languages.</summary>
internal sealed class SourceColours(LanguageFamily family)
{
    private bool _inBlockComment;

    /// <summary>Cuts the next line into stretches of one kind. Lines are to be given in order, as a comment may span them.</summary>
    public List<(int Start, int Length, TokenKind Kind)> Next(string line)
    {
        var tokens = new List<(int Start, int Length, TokenKind Kind)>();
        var at = 0;
        while (at < line.Length)
        {
            var (length, kind) = _inBlockComment ? EndOfComment(line, at) : Token(line, at);
            if (tokens.Count > 0 && tokens[^1].Kind == kind) tokens[^1] = tokens[^1] with { Length = tokens[^1].Length + length };
            else tokens.Add((at, length, kind));
            at += length;
        }

        return tokens;
    }

    private (int Length, TokenKind Kind) Token(string line, int at)
    {
        var rest = line.AsSpan(at);
        foreach (var mark in family.LineComments)
        {
            if (rest.StartsWith(mark, StringComparison.Ordinal)) return (rest.Length, TokenKind.Comment);
        }

        if (family.BlockStart is { } start && rest.StartsWith(start, StringComparison.Ordinal))
        {
            _inBlockComment = true;
            return (start.Length, TokenKind.Comment);
        }

        var first = rest[0];
        if (family.Quotes.Contains(first)) return (QuotedLength(rest), TokenKind.String);
        if (char.IsAsciiDigit(first)) return (LengthWhile(rest, c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'), TokenKind.Number);
        if (!char.IsLetter(first) && first != '_') return (1, TokenKind.Plain);

        var word = rest[..LengthWhile(rest, c => char.IsLetterOrDigit(c) || c == '_')].ToString();
        return (word.Length, family.Keywords.Contains(family.IgnoresCase ? word.ToLowerInvariant() : word) ? TokenKind.Keyword : TokenKind.Plain);
    }

    private (int Length, TokenKind Kind) EndOfComment(string line, int at)
    {
        var end = line.IndexOf(family.BlockEnd!, at, StringComparison.Ordinal);
        if (end < 0) return (line.Length - at, TokenKind.Comment);
        _inBlockComment = false;
        return (end + family.BlockEnd!.Length - at, TokenKind.Comment);
    }

    /// <summary>To the closing quote, or one character where there is none on the line: an apostrophe, a lifetime, a longer string.</summary>
    private static int QuotedLength(ReadOnlySpan<char> rest)
    {
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '\\') i++;
            else if (rest[i] == rest[0]) return i + 1;
        }

        return 1;
    }

    private static int LengthWhile(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var length = 1;
        while (length < text.Length && belongs(text[length])) length++;
        return length;
    }
}

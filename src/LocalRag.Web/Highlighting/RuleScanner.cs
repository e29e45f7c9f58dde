namespace LocalRag.Web.Highlighting;

/// <summary>Colours a text in one pass from left to right, by the rules of its language.</summary>
internal sealed class RuleScanner(string text, LanguageRules rules)
{
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _lineEnd = -1;
    private int _lineEndFrom;

    public IReadOnlyList<Token> Scan()
    {
        while (_position < text.Length)
        {
            if (TryMarkdown() || TryComment() || TryMarkup() || TryString() || TryNumber() || TryWord()) continue;
            _position++;
        }

        return _tokens;
    }

    private bool TryMarkdown()
    {
        if (!rules.Markdown) return false;
        if (AtLineStart() && text[_position] == '#') return Take(LineEnd(_position), TokenKind.Keyword);
        if (AtLineStart() && (At("```") || At("~~~")))
        {
            var close = text.IndexOf("\n" + text[_position..(_position + 3)], _position, StringComparison.Ordinal);
            return Take(close < 0 ? text.Length : LineEnd(close + 1), TokenKind.String);
        }

        if (AtLineStart() && text[_position] == '>') return Take(LineEnd(_position), TokenKind.Comment);
        if (text[_position] != '`') return false;
        var end = text.IndexOf('`', _position + 1, LineEnd(_position) - _position - 1);
        return end > 0 && Take(end + 1, TokenKind.String);
    }

    private bool TryComment()
    {
        if (rules.BlockComment is { } block && At(block.Open))
        {
            var close = text.IndexOf(block.Close, _position + block.Open.Length, StringComparison.Ordinal);
            return Take(close < 0 ? text.Length : close + block.Close.Length, TokenKind.Comment);
        }

        foreach (var mark in rules.LineComments)
        {
            // '#' and ';' also stand inside words: $#, &#39;.
            if (At(mark) && (mark.Length > 1 || _position == 0 || char.IsWhiteSpace(text[_position - 1]))) return Take(LineEnd(_position), TokenKind.Comment);
        }

        return false;
    }

    private bool TryMarkup()
    {
        if (!rules.Markup || text[_position] != '<') return false;
        var name = _position + 1;
        if (name < text.Length && text[name] is '/' or '?' or '!') name++;
        if (name >= text.Length || !char.IsLetter(text[name])) return false;
        var end = name;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or ':' or '.' or '_')) end++;
        return Take(end, TokenKind.Keyword);
    }

    private bool TryString()
    {
        foreach (var quote in rules.Quotes)
        {
            if (!At(quote)) continue;
            // An apostrophe inside a word, as in prose between tags, begins no string.
            if (quote == "'" && _position > 0 && char.IsLetterOrDigit(text[_position - 1])) return false;
            var limit = quote.Length == 3 || quote == "`" ? text.Length : LineEnd(_position);
            var end = _position + quote.Length;
            while (end < limit && !text.AsSpan(end).StartsWith(quote)) end += text[end] == '\\' && quote.Length == 1 ? 2 : 1;
            end = Math.Min(end, limit);
            if (end < limit) end += quote.Length;
            var isKey = rules.Keys && quote == "\"" && Next(end) == ':';
            return Take(end, isKey ? TokenKind.Attribute : TokenKind.String);
        }

        return false;
    }

    private bool TryNumber()
    {
        if (!char.IsAsciiDigit(text[_position]) || rules.Markdown) return false;
        var end = _position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_')) end++;
        return Take(end, TokenKind.Number);
    }

    private bool TryWord()
    {
        if (!char.IsLetter(text[_position]) && text[_position] is not ('_' or '#' or '@')) return false;
        var end = _position + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_' || (rules.Keys && text[end] is '-' or '.'))) end++;
        var word = text[_position..end];
        var lookup = rules.IgnoreCase ? word.ToLowerInvariant() : word.TrimStart('@');
        if (rules.Markdown) _position = end;
        else if (rules.Keys && Next(end) is ':' or '=') Take(end, TokenKind.Attribute);
        else if (rules.Keywords.Contains(lookup)) Take(end, TokenKind.Keyword);
        else if (rules.Markup && end < text.Length && text[end] == '=') Take(end, TokenKind.Attribute);
        else if (!rules.Markup && !rules.Keys && Next(end) == '(') Take(end, TokenKind.Function);
        else if (!rules.Markup && !rules.Keys && char.IsUpper(word[0]) && word.Length > 1 && word.Any(char.IsLower)) Take(end, TokenKind.Type);
        else _position = end;
        return true;
    }

    private bool At(string mark) => string.CompareOrdinal(text, _position, mark, 0, mark.Length) == 0;

    private bool AtLineStart() => _position == 0 || text[_position - 1] == '\n';

    /// <summary>Remembered, because a line of a megabyte would otherwise be searched once for each of its strings.</summary>
    private int LineEnd(int from)
    {
        if (from >= _lineEndFrom && from <= _lineEnd) return _lineEnd;
        var end = text.IndexOf('\n', from);
        (_lineEnd, _lineEndFrom) = (end < 0 ? text.Length : end, from);
        return _lineEnd;
    }

    private char Next(int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t') position++;
        return position < text.Length ? text[position] : '\0';
    }

    private bool Take(int end, TokenKind kind)
    {
        _tokens.Add(new Token(_position, end - _position, kind));
        _position = end;
        return true;
    }
}

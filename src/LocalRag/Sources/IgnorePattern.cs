namespace LocalRag.Sources;

/// <summary>One line of an ignore file (gitignore(5)). Works on bytes, as git does: <c>?</c> is one byte of a name, not one letter.</summary>
internal sealed class IgnorePattern
{
    private readonly byte[] _literal;
    private readonly WildcardPattern? _rest;
    private readonly byte[]? _suffix;
    private readonly bool _foldersOnly;
    private readonly bool _namesOnly;
    private readonly bool _ignoreCase;

    private IgnorePattern(ReadOnlySpan<byte> text, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        if (text.StartsWith("!"u8))
        {
            IsNegated = true;
            text = text[1..];
        }

        if (text.EndsWith("/"u8))
        {
            _foldersOnly = true;
            text = text[..^1];
        }

        _namesOnly = !text.Contains((byte)'/');
        if (text.StartsWith("/"u8)) text = text[1..];
        var literal = text.IndexOfAny("*?[\\"u8);
        if (literal < 0)
        {
            _literal = text.ToArray();
        }
        else if (_namesOnly && text[0] == '*' && text[1..].IndexOfAny("*?[\\"u8) < 0)
        {
            _literal = [];
            _suffix = text[1..].ToArray();
        }
        else if (_namesOnly)
        {
            _literal = [];
            _rest = WildcardPattern.Parse(text, wholePath: false, ignoreCase);
        }
        else
        {
            // What stands before the first special byte is compared as it is, and the rest begins anew: so "a**/b" is "a" and then "**/b".
            _literal = text[..literal].ToArray();
            _rest = WildcardPattern.Parse(text[literal..], wholePath: true, ignoreCase);
        }
    }

    /// <summary>True where a match takes back what an earlier pattern ignored.</summary>
    public bool IsNegated { get; }

    /// <summary>Reads the patterns of an ignore file, in order.</summary>
    public static IgnorePattern[] ParseAll(ReadOnlySpan<byte> file, bool ignoreCase)
    {
        if (file.StartsWith("\uFEFF"u8)) file = file[3..];
        var patterns = new List<IgnorePattern>();
        while (!file.IsEmpty)
        {
            var end = file.IndexOf((byte)'\n');
            var line = end < 0 ? file : file[..end];
            file = end < 0 ? [] : file[(end + 1)..];
            if (line.EndsWith("\r"u8)) line = line[..^1];
            if (line.IsEmpty || line[0] == '#') continue;
            line = WithoutTrailingSpaces(line);
            if (!line.IsEmpty) patterns.Add(new IgnorePattern(line, ignoreCase));
        }

        return [.. patterns];
    }

    /// <param name="path">Relative to the ignore file's folder, without a slash at its end.</param>
    /// <param name="name">The last part of the path.</param>
    /// <param name="isFolder">False for a link to a folder.</param>
    public bool IsMatch(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, bool isFolder)
    {
        if (_foldersOnly && !isFolder) return false;
        if (_suffix is not null) return name.Length >= _suffix.Length && Same(name[^_suffix.Length..], _suffix);
        var text = _namesOnly ? name : path;
        if (_rest is null) return text.Length == _literal.Length && Same(text, _literal);
        return text.Length >= _literal.Length && Same(text[.._literal.Length], _literal) && _rest.IsMatch(text[_literal.Length..]);
    }

    /// <summary>False where nothing that ends with this byte can match, which spares most patterns of a long ignore file.</summary>
    public bool MayEndWith(byte last, bool isFolder)
    {
        if (_foldersOnly && !isFolder) return false;
        if (_suffix is not null) return _suffix.Length == 0 || Same([last], _suffix.AsSpan(_suffix.Length - 1));
        if (_rest is not null) return _rest.MayEndWith(last);
        return _literal.Length == 0 || Same([last], _literal.AsSpan(_literal.Length - 1));
    }

    private static ReadOnlySpan<byte> WithoutTrailingSpaces(ReadOnlySpan<byte> line)
    {
        var end = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ' ') continue;
            if (line[i] == '\\') i++;
            end = Math.Min(i + 1, line.Length);
        }

        return line[..end];
    }

    private bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        _ignoreCase ? System.Text.Ascii.EqualsIgnoreCase(left, right) || FoldedEqual(left, right) : left.SequenceEqual(right);

    // Ascii.EqualsIgnoreCase says false as soon as a byte is not ASCII; git folds the letters and compares the rest.
    private static bool FoldedEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && (!char.IsAsciiLetter((char)left[i]) || (left[i] ^ right[i]) != 0x20)) return false;
        }

        return true;
    }
}

namespace LocalRag.Answering.Verification;

/// <summary>
/// Which lines of a text stand over which: a Markdown heading or a line that ends with a colon over what follows, a
/// declaration over its body and its doc comment. By indentation, so that it serves any language.
/// </summary>
internal sealed class Outline
{
    private readonly int[] _parents;
    private readonly int[] _blocks;

    public Outline(string[] lines)
    {
        _parents = new int[lines.Length];
        _blocks = new int[lines.Length];
        var open = new Stack<(int Line, int Rank)>();
        for (var line = 0; line < lines.Length; line++)
        {
            if (line > 0) _blocks[line] = _blocks[line - 1] + (IsBlank(lines[line]) != IsBlank(lines[line - 1]) ? 1 : 0);
            _parents[line] = -1;
            var trimmed = lines[line].AsSpan().Trim();
            if (!HasWord(trimmed)) continue;

            // Headings rank above all indentation, deeper ones below shallower; a line over others ranks just above its own indent.
            var level = trimmed.Length - trimmed.TrimStart('#').Length;
            var indent = (lines[line].Length - lines[line].AsSpan().TrimStart().Length) * 2;
            var rank = level is > 0 and < 7 && trimmed[level..].StartsWith(" ") ? level - 10 : indent + (IsTitle(lines, line) ? -1 : trimmed.EndsWith(':') ? 0 : 1);
            while (open.TryPeek(out var above) && above.Rank >= rank) open.Pop();
            _parents[line] = open.TryPeek(out var parent) ? parent.Line : -1;
            open.Push((line, rank));
        }

        for (var line = lines.Length - 2; line >= 0; line--)
        {
            // A comment belongs to what it stands above.
            if (IsComment(lines[line]) && !IsBlank(lines[line + 1])) _parents[line] = IsComment(lines[line + 1]) ? _parents[line + 1] : line + 1;
        }
    }

    /// <summary>True where <paramref name="upper"/> stands over <paramref name="line"/>, at any depth.</summary>
    public bool IsOver(int upper, int line)
    {
        // Bounded, because a comment's parent lies below it.
        for (var depth = 0; depth < 16 && line >= 0; depth++)
        {
            line = _parents[line];
            if (line == upper) return true;
        }

        return false;
    }

    /// <summary>The number of the run of lines, between blank ones, that a line is in.</summary>
    public int BlockOf(int line) => _blocks[line];

    /// <summary>A short line alone that ends as no sentence and no statement does.</summary>
    private static bool IsTitle(string[] lines, int line) =>
        lines[line].Length < 60 && char.IsLetterOrDigit(lines[line].TrimEnd()[^1]) && line + 1 < lines.Length && IsBlank(lines[line + 1]);

    private static bool IsBlank(string line) => string.IsNullOrWhiteSpace(line);

    private static bool IsComment(string line) => line.AsSpan().TrimStart() is var text && (text.StartsWith("//") || text.StartsWith("/*") || text.StartsWith("*"));

    private static bool HasWord(ReadOnlySpan<char> line)
    {
        foreach (var character in line)
        {
            if (char.IsLetterOrDigit(character)) return true;
        }

        return false;
    }
}

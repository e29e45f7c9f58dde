using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Finds reStructuredText's headings: a line of text over, or between, lines of one repeated punctuation mark.</summary>
internal static class ReStructuredText
{
    public static List<Heading> Headings(SourceDocument document)
    {
        var lines = document.Lines;
        var headings = new List<Heading>();
        // A style's level is the order in which the styles first appear.
        var styles = new List<(char Mark, bool Over)>();
        for (var line = 2; line <= lines.Count; line++)
        {
            if (Mark(lines[line]) is not { } mark || lines.IsBlank(line - 1) || Mark(lines[line - 1]) is not null) continue;
            var text = lines[line - 1].Trim();
            var over = line > 2 && Mark(lines[line - 2]) == mark;
            if ((!over && char.IsWhiteSpace(lines[line - 1][0])) || lines[line].TrimEnd().Length < Math.Min(text.Length, 3)) continue;
            if (!over && line > 2 && !lines.IsBlank(line - 2)) continue;
            var level = styles.IndexOf((mark, over));
            if (level < 0)
            {
                level = styles.Count;
                styles.Add((mark, over));
            }

            headings.Add(new Heading(over ? line - 2 : line - 1, line - 1, level + 1, text.ToString()));
        }

        return headings;
    }

    private static char? Mark(ReadOnlySpan<char> line)
    {
        var text = line.TrimEnd();
        return text.Length >= 3 && text[0] is >= '!' and <= '~' && !char.IsAsciiLetterOrDigit(text[0]) && !text.ContainsAnyExcept(text[0]) ? text[0] : null;
    }
}

using System.Text;

namespace LocalRag.Cli.Output;

/// <summary>
/// Makes text of indexed files safe to print. Such text is anybody's: an escape sequence in it could recolour, overwrite or
/// retitle the terminal, and a bidirectional override could show a path that is not the file's.
/// </summary>
/// <remarks>Nothing is dropped: what cannot be shown is shown as a sign of it, so that a reader sees that it is there.</remarks>
internal static class TerminalText
{
    private const int TabWidth = 4;

    /// <summary>Replaces control characters by their pictures (ESC by ␛) and overrides by �; line breaks stay, tabs become spaces.</summary>
    public static string Clean(string text)
    {
        var first = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (first < 0) return text;

        var clean = new StringBuilder(text.Length + 8).Append(text, 0, first);
        var column = first;
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                clean.Append(c);
                column = 0;
                continue;
            }

            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            if (c == '\t')
            {
                var spaces = TabWidth - (column % TabWidth);
                clean.Append(' ', spaces);
                column += spaces;
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
            }
            else
            {
                clean.Append(Shown(c));
            }

            column++;
        }

        return clean.ToString();
    }

    /// <summary>As <see cref="Clean"/>, for what must stay on one line: paths, symbols, branch names.</summary>
    public static string CleanLine(string text) => Clean(text).Replace('\n', '␊');

    private static char Shown(char c) => c switch
    {
        < ' ' => (char)('␀' + c),
        '\u007F' => '␡',
        >= '\u0080' and <= '\u009F' => '\uFFFD',
        '\u200E' or '\u200F' or '\u061C' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF' => '\uFFFD',
        _ => char.IsSurrogate(c) ? '\uFFFD' : c,
    };
}

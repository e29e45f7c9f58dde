using System.Text;
using LocalRag.Documents;

namespace LocalRag.Web.Highlighting;

/// <summary>Writes a text and its coloured ranges as one piece of HTML a line.</summary>
internal static class HtmlLines
{
    /// <summary>A longer line is cut on the page: a browser lays out a line of a megabyte in seconds.</summary>
    private const int MaxLine = 5_000;

    /// <param name="marks">Ranges to mark, in order, without overlaps.</param>
    public static IReadOnlyList<string> Write(string text, IReadOnlyList<Token> tokens, IReadOnlyList<(int Start, int End)> marks)
    {
        var map = new LineMap(text);
        var lines = new List<string>(map.Count);
        var html = new StringBuilder();
        var next = 0;
        for (var line = 1; line <= map.Count; line++)
        {
            html.Clear();
            var (position, end) = (map.StartOf(line), map.EndOf(line));
            var cut = end - position > MaxLine;
            if (cut) end = position + MaxLine;
            while (next < tokens.Count && tokens[next].End <= position) next++;
            for (var i = next; i < tokens.Count && tokens[i].Start < end; i++)
            {
                var (start, stop) = (Math.Max(tokens[i].Start, position), Math.Min(tokens[i].End, end));
                if (stop <= start) continue;
                Mark(html, text, position, start, marks);
                html.Append("<span class=\"").Append(ClassOf(tokens[i].Kind)).Append("\">");
                Mark(html, text, start, stop, marks);
                html.Append("</span>");
                position = stop;
            }

            Mark(html, text, position, end, marks);
            if (cut) html.Append('…');
            lines.Add(html.ToString());
        }

        return lines;
    }

    private static void Mark(StringBuilder html, string text, int start, int end, IReadOnlyList<(int Start, int End)> marks)
    {
        for (var i = FirstEndingBehind(marks, start); i < marks.Count && marks[i].Start < end; i++)
        {
            var (from, to) = (Math.Max(marks[i].Start, start), Math.Min(marks[i].End, end));
            Encode(html, text.AsSpan(start, from - start));
            html.Append("<mark>");
            Encode(html, text.AsSpan(from, to - from));
            html.Append("</mark>");
            start = to;
        }

        Encode(html, text.AsSpan(start, end - start));
    }

    private static int FirstEndingBehind(IReadOnlyList<(int Start, int End)> marks, int position)
    {
        var (low, high) = (0, marks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (marks[middle].End <= position) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static void Encode(StringBuilder html, ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny("&<>\"'") < 0)
        {
            html.Append(text);
            return;
        }

        foreach (var character in text)
            switch (character)
            {
                case '&': html.Append("&amp;"); break;
                case '<': html.Append("&lt;"); break;
                case '>': html.Append("&gt;"); break;
                case '"': html.Append("&quot;"); break;
                case '\'': html.Append("&#39;"); break;
                default: html.Append(character); break;
            }
    }

    private static char ClassOf(TokenKind kind) => kind switch
    {
        TokenKind.Keyword => 'k',
        TokenKind.String => 's',
        TokenKind.Comment => 'c',
        TokenKind.Number => 'n',
        TokenKind.Type => 't',
        TokenKind.Function => 'f',
        TokenKind.Preprocessor => 'p',
        _ => 'a',
    };
}

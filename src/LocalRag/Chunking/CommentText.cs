using System.Text;

namespace LocalRag.Chunking;

/// <summary>Turns comments and docstrings into the plain sentences of a header.</summary>
internal static class CommentText
{
    private const int MaxLength = 240;

    /// <summary>The first sentences of a comment, its markers left out; empty where it says nothing.</summary>
    public static string Summary(ReadOnlySpan<char> comment)
    {
        var text = new StringBuilder();
        foreach (var raw in comment.EnumerateLines())
        {
            if (raw.StartsWith("#!")) continue;
            var line = Unmark(raw);
            // A tag (@param, :param x:, Args:) begins the part that the signature already tells.
            if (line.StartsWith('@') || line.StartsWith(":param") || line.StartsWith("<") || line is "Args:" or "Parameters" or "Example:")
            {
                if (text.Length > 0) break;
                continue;
            }

            if (line.IsEmpty && text.Length > 0) break;
            if (!line.ContainsAnyInRange('0', '\uffff')) continue;
            if (text.Length > 0) text.Append(' ');
            text.Append(line);
            if (text.Length > 4 * MaxLength) break;
        }

        return Shorten(text.ToString());
    }

    /// <summary>Cuts a text after as many whole sentences as fit, or at a word.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= MaxLength) return text;
        var end = -1;
        for (var index = 0; index < MaxLength - 1; index++)
            if (text[index] is '。' or '！' or '？' || (text[index] is '.' or '!' or '?' && text[index + 1] == ' ')) end = index + 1;
        if (end < 0) end = text.LastIndexOf(' ', MaxLength - 1);
        if (end <= 0) end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return text[..end];
    }

    private static ReadOnlySpan<char> Unmark(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        foreach (var end in (ReadOnlySpan<string>)["*/", "\"\"\"", "'''", "-->", "]]"])
            if (line.EndsWith(end, StringComparison.Ordinal)) line = line[..^end.Length];
        foreach (var start in (ReadOnlySpan<string>)["/**", "/*!", "/*", "///", "//!", "//", "--[[", "---", "--", "<!--", "{-", "\"\"\"", "'''"])
        {
            if (!line.StartsWith(start, StringComparison.Ordinal)) continue;
            line = line[start.Length..];
            break;
        }

        return line.TrimStart("#*|;%").Trim();
    }
}

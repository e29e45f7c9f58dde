using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Reads the lines of a Razor file that begin with a directive.</summary>
internal static class RazorDirectives
{
    /// <summary>The value of <c>@namespace</c>; empty without one.</summary>
    public static string Namespace(LineMap lines)
    {
        for (var line = 1; line <= lines.Count; line++)
            if (Value(lines[line], "@namespace") is { Length: > 0 } value) return value.ToString();
        return "";
    }

    /// <summary>The component on one line: its name, its routes, what it inherits.</summary>
    public static string Signature(string component, LineMap lines)
    {
        var signature = component;
        var found = 0;
        for (var line = 1; line <= lines.Count && found < 8; line++)
        {
            var text = lines[line];
            if (text.IndexOf('@') < 0) continue;
            foreach (var directive in (ReadOnlySpan<string>)["@page", "@inherits", "@layout", "@model"])
            {
                if (Value(text, directive) is not { Length: > 0 and < 200 } value) continue;
                signature += $" {directive} {value}";
                found++;
            }
        }

        return signature;
    }

    /// <summary>The offset behind the brace of the code block that begins in a line, or null.</summary>
    public static int? CodeBlock(SourceDocument document, int line)
    {
        var text = document.Lines[line].TrimStart();
        var keyword = text.StartsWith("@code") ? 5 : text.StartsWith("@functions") ? 10 : 0;
        if (keyword == 0) return null;
        var offset = document.Lines.EndOf(line) - text.Length + keyword;
        while (offset < document.Text.Length && char.IsWhiteSpace(document.Text[offset])) offset++;
        return offset < document.Text.Length && document.Text[offset] == '{' ? offset + 1 : null;
    }

    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> line, string directive)
    {
        var text = line.Trim();
        return text.StartsWith(directive) && text.Length > directive.Length && char.IsWhiteSpace(text[directive.Length])
            ? text[directive.Length..].Trim().TrimEnd(';')
            : default;
    }
}

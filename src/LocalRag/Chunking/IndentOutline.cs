using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>
/// Sees a file as blocks that begin at unindented lines after a blank line or a closing bracket. Good for prose and for
/// any language that people indent.
/// </summary>
internal static class IndentOutline
{
    public static Segment Of(SourceDocument document)
    {
        var kind = KindOf(document.Language);
        var root = new Segment { Span = new SourceSpan(1, document.Lines.Count), Kind = kind };
        var lines = document.Lines;
        var start = 0;
        var blank = true;
        for (var line = 1; line <= lines.Count; line++)
        {
            var text = lines[line];
            if (text.IsWhiteSpace())
            {
                blank = true;
                continue;
            }

            var begins = !char.IsWhiteSpace(text[0]) && text[0] is not ('}' or ')' or ']') && (blank || IsHead(text, document.Language));
            if (begins && start > 0) root.Children.Add(BlockOf(document, kind, start, line - 1));
            if (begins || start == 0) start = line;
            blank = false;
        }

        if (start > 0) root.Children.Add(BlockOf(document, kind, start, lines.Count));
        return root;
    }

    private static Segment BlockOf(SourceDocument document, ChunkKind kind, int start, int end)
    {
        var head = HeadOf(document, start, end);
        var block = new Segment
        {
            Span = new SourceSpan(start, end),
            Kind = kind,
            Flows = head.Length == 0,
            Header = new ChunkHeader("", "", head, ""),
        };
        return block;
    }

    // The line that names a block: [section], message Foo {, function Foo {, <tag …>
    private static string HeadOf(SourceDocument document, int start, int end)
    {
        if (document.Language is Languages.PlainText) return "";
        for (var line = start; line <= Math.Min(end, start + 20); line++)
        {
            var text = document.Lines[line].Trim();
            if (text.IsEmpty || text[0] is '#' or ';' || text.StartsWith("//") || text.StartsWith("/*") || text.StartsWith('*')) continue;
            return IsHead(document.Lines[line], document.Language) && text.Length <= 160 ? text.TrimEnd("{ ").ToString() : "";
        }

        return "";
    }

    private static bool IsHead(ReadOnlySpan<char> line, string language)
    {
        var text = line.TrimEnd();
        return language switch
        {
            "toml" or "ini" => text.StartsWith('[') && text.EndsWith(']'),
            "dockerfile" => text.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase),
            "makefile" => text.IndexOf(':') > 0 && !text.Contains('='),
            Languages.PlainText or "xml" => false,
            _ => text.EndsWith('{') || text.EndsWith(':'),
        };
    }

    private static ChunkKind KindOf(string language) => language switch
    {
        "toml" or "ini" or "yaml" or "json" or "xml" or "msbuild" or "solution" => ChunkKind.Configuration,
        "html" or "css" or "vue" or "svelte" or "razor" => ChunkKind.Markup,
        Languages.PlainText or "markdown" or "restructuredtext" => ChunkKind.Text,
        _ => ChunkKind.Statements,
    };
}

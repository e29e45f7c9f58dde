using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Makes a tree of sections from a document's headings.</summary>
internal static class SectionOutline
{
    /// <param name="document">The document.</param>
    /// <param name="headings">Its headings, in order.</param>
    /// <param name="title">A title that stands outside the headings, or empty.</param>
    /// <param name="definitions">Takes one definition a heading.</param>
    /// <param name="blocks">The blocks that are not torn apart where they fit, in order; by default paragraphs.</param>
    public static Segment Of(
        SourceDocument document, IReadOnlyList<Heading> headings, string title, List<Definition> definitions, IReadOnlyList<SourceSpan>? blocks = null)
    {
        var last = document.Lines.Count;
        blocks ??= Paragraphs(document);
        var root = new Segment { Span = new SourceSpan(1, last), Kind = ChunkKind.Section, Header = new ChunkHeader("", title, "", "") };
        var open = new Stack<(int Level, Segment Segment, string Path)>();
        open.Push((0, root, title));
        var block = 0;
        AddBlocks(root, headings.Count > 0 ? headings[0].Line - 1 : last);
        for (var index = 0; index < headings.Count; index++)
        {
            var heading = headings[index];
            while (open.Peek().Level >= heading.Level) open.Pop();
            var (_, parent, around) = open.Peek();
            var path = heading.Text.Length == 0 || heading.Text == title ? around : around.Length == 0 ? heading.Text : $"{around} > {heading.Text}";
            var next = index + 1;
            while (next < headings.Count && headings[next].Level > heading.Level) next++;
            var section = new Segment
            {
                Span = new SourceSpan(heading.Line, next < headings.Count ? headings[next].Line - 1 : last),
                Kind = ChunkKind.Section,
                Symbol = heading.Text.Length == 0 ? null : heading.Text,
                Header = new ChunkHeader("", path, "", ""),
            };
            parent.Children.Add(section);
            open.Push((heading.Level, section, path));
            if (heading.Text.Length > 0) definitions.Add(new Definition(heading.Text, around, "heading", heading.TextLine));
            AddBlocks(section, index + 1 < headings.Count ? headings[index + 1].Line - 1 : last);
        }

        return root;

        void AddBlocks(Segment section, int end)
        {
            for (; block < blocks.Count && blocks[block].StartLine <= end; block++)
                if (blocks[block].StartLine >= section.Span.StartLine)
                    section.Children.Add(new Segment { Span = blocks[block], Kind = ChunkKind.Section, Flows = true });
        }
    }

    /// <summary>The runs of lines between blank lines.</summary>
    public static List<SourceSpan> Paragraphs(SourceDocument document)
    {
        var spans = new List<SourceSpan>();
        var start = 0;
        for (var line = 1; line <= document.Lines.Count; line++)
        {
            if (!document.Lines.IsBlank(line))
            {
                if (start == 0) start = line;
                continue;
            }

            if (start > 0) spans.Add(new SourceSpan(start, line - 1));
            start = 0;
        }

        if (start > 0) spans.Add(new SourceSpan(start, document.Lines.Count));
        return spans;
    }
}

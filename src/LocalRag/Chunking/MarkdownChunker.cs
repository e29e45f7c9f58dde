using LocalRag.Documents;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using SourceSpan = LocalRag.Documents.SourceSpan;

namespace LocalRag.Chunking;

/// <summary>
/// Chunks Markdown by its headings. Only the block structure is parsed: inline parsing can take seconds on hostile text,
/// and where sections begin does not hang on it.
/// </summary>
internal sealed class MarkdownChunker(ChunkingOptions options) : IChunker
{
    // Beyond these, nested quotes and lists cost more than their structure is worth.
    private const int MaxLength = 4 << 20;
    private const int MaxMarkers = 60;

    private readonly MarkdownPipeline _pipeline = BlocksOnly();
    private readonly TextChunker _text = new(options);

    public int BatchSize => 1;

    public ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var results = new ChunkedDocument[documents.Count];
        for (var index = 0; index < results.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[index] = Chunk(documents[index]);
        }

        return ValueTask.FromResult<IReadOnlyList<ChunkedDocument>>(results);
    }

    private ChunkedDocument Chunk(SourceDocument document)
    {
        if (document.Text.Length > MaxLength) return _text.Chunk(document) with { Fallback = "too long for a Markdown parser" };
        if (NestsDeeply(document)) return _text.Chunk(document) with { Fallback = "nested too deeply for a Markdown parser" };
        var blocks = Markdown.Parse(document.Text, _pipeline);
        var headings = new List<Heading>();
        var spans = new List<SourceSpan>();
        var title = "";
        foreach (var block in blocks)
        {
            var span = SpanOf(document, block);
            if (block is YamlFrontMatterBlock) title = FrontMatter.Title(document, span);
            if (block is HeadingBlock heading) headings.Add(HeadingOf(document, heading, span));
            Add(document, spans, block, span, 0);
        }

        var definitions = new List<Definition>();
        var root = SectionOutline.Of(document, headings, title, definitions, spans);
        return new ChunkedDocument(document, ChunkBuilder.Build(document, options, root, definitions));
    }

    // A block that does not fit is cut along its own blocks: a long list at its items, not inside one.
    private void Add(SourceDocument document, List<SourceSpan> spans, Block block, SourceSpan span, int depth)
    {
        if (block is ContainerBlock container && container.Count > 0 && depth < 4
            && options.CountTokens(document.Lines.Slice(span)) > options.MaxTokens)
        {
            foreach (var child in container) Add(document, spans, child, SpanOf(document, child), depth + 1);
            return;
        }

        if (spans.Count > 0 && span.StartLine <= spans[^1].EndLine) return;
        spans.Add(span);
    }

    private static Heading HeadingOf(SourceDocument document, HeadingBlock block, SourceSpan span)
    {
        var text = document.Lines[span.StartLine].Trim();
        if (!block.IsSetext) text = text.TrimStart('#').Trim().TrimEnd('#').TrimEnd();
        return new Heading(span.StartLine, span.StartLine, block.Level, HeadingText.Plain(text.ToString()));
    }

    private static SourceSpan SpanOf(SourceDocument document, Block block)
    {
        var length = document.Text.Length;
        var start = Math.Clamp(block.Span.Start, 0, Math.Max(0, length - 1));
        var end = Math.Clamp(block.Span.End, start, Math.Max(0, length - 1));
        var first = document.Lines.LineAt(start);
        return new SourceSpan(first, Math.Max(first, document.Lines.LineAt(end)));
    }

    private static bool NestsDeeply(SourceDocument document)
    {
        for (var line = 1; line <= document.Lines.Count; line++)
        {
            // Each > nests, and each list mark with white space behind it; emphasis, rules and tables do not.
            var markers = 0;
            var text = document.Lines[line];
            for (var index = 0; index < text.Length; index++)
            {
                if (text[index] == '>' || (text[index] is '-' or '*' or '+' && index + 1 < text.Length && text[index + 1] is ' ' or '\t')) markers++;
                else if (!char.IsWhiteSpace(text[index])) break;
            }

            if (markers > MaxMarkers) return true;
        }

        return false;
    }

    private static MarkdownPipeline BlocksOnly()
    {
        var builder = new MarkdownPipelineBuilder { PreciseSourceLocation = true };
        // Tables are paragraphs without inlines, and stay as whole as those; footnotes would move to the end.
        builder.UseYamlFrontMatter();
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}

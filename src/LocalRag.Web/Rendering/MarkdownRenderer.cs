using System.Text.Encodings.Web;
using LocalRag.Web.Highlighting;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LocalRag.Web.Rendering;

/// <summary>
/// Turns Markdown into HTML that may be shown: the one way in which a stream, the history, a preview or an export does it.
/// Raw HTML is off, only chosen extensions are on, images become links, and an allowlist goes over what came out.
/// Texts that are too large or too slow come back as plain text.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class MarkdownRenderer
{
    /// <summary>An answer of 3,000 tokens has about 15,000 characters and the longest README of a large project about 150,000.</summary>
    private const int MaxLength = 200_000;

    /// <summary>Runs of these make Markdown parsers quadratic; nobody writes so many in a row.</summary>
    private const int MaxRun = 200;

    private const int MaxOpenBrackets = 2_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).UseTaskLists()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).UseYamlFrontMatter().Build();

    private static readonly MarkdownPipeline AnswerPipeline = BuildAnswerPipeline();

    private readonly HtmlAllowlist _allowlist = new();

    /// <summary>Renders a document of a source.</summary>
    /// <param name="resolve">Gives where a relative link leads; null for nowhere.</param>
    public string Render(string markdown, Func<string, string?>? resolve = null) => string.Concat(Blocks(markdown, Pipeline, null, resolve));

    /// <summary>Renders an answer by top-level blocks, so that a page renews only the block that still grows.</summary>
    /// <param name="linkOf">Gives where a citation leads; null for a number that nothing has.</param>
    public IReadOnlyList<string> RenderAnswer(string markdown, Func<int, CitationLink?> linkOf) => Blocks(markdown, AnswerPipeline, linkOf, null);

    private List<string> Blocks(string markdown, MarkdownPipeline pipeline, Func<int, CitationLink?>? linkOf, Func<string, string?>? resolve)
    {
        if (IsTooMuch(markdown)) return [PlainText(markdown)];
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's own guard against nesting ends this way.
            return [PlainText(markdown)];
        }

        var blocks = new List<string>(document.Count);
        foreach (var block in document)
        {
            if (block is LinkReferenceDefinitionGroup or Markdig.Extensions.Yaml.YamlFrontMatterBlock) continue;
            using var writer = new StringWriter();
            var renderer = new HtmlRenderer(writer);
            pipeline.Setup(renderer);
            renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new HighlightedCodeRenderer());
            if (linkOf is not null) renderer.ObjectRenderers.Add(new CitationRenderer(linkOf));
            foreach (var link in LinksOf(block)) Tame(link, resolve);
            renderer.Write(block);
            writer.Flush();
            blocks.Add(_allowlist.Clean(writer.ToString()));
        }

        return blocks;
    }

    /// <summary>Markdig walks the blocks below a container, but not the text of a block that is a leaf itself.</summary>
    private static IEnumerable<LinkInline> LinksOf(Block block) =>
        block is LeafBlock leaf ? leaf.Inline?.FindDescendants<LinkInline>() ?? [] : block.Descendants<LinkInline>();

    /// <summary>An image becomes a link to it, and a relative address leads where the document's source has it, or nowhere.</summary>
    private static void Tame(LinkInline link, Func<string, string?>? resolve)
    {
        link.IsImage = false;
        var address = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto") return;
        link.GetDynamicUrl = null;
        link.Url = resolve is null || address.Contains(':', StringComparison.Ordinal) || address.StartsWith("//", StringComparison.Ordinal) ? "" : resolve(address) ?? "";
    }

    private static string PlainText(string text) => $"<pre class=\"plain\">{HtmlEncoder.Default.Encode(text)}</pre>";

    private static bool IsTooMuch(string text)
    {
        if (text.Length > MaxLength) return true;
        var (run, brackets) = (1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '[' or '<' or '(') brackets++;
            run = i > 0 && text[i] == text[i - 1] && !char.IsLetterOrDigit(text[i]) && text[i] is not (' ' or '-' or '=' or '\n') ? run + 1 : 1;
            if (run > MaxRun) return true;
        }

        return brackets > MaxOpenBrackets + text.Length / 20;
    }

    private static MarkdownPipeline BuildAnswerPipeline()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables()
            .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough | Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Marked);
        builder.InlineParsers.Insert(0, new CitationParser());
        return builder.Build();
    }
}

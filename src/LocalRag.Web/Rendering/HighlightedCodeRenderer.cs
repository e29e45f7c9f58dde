using System.Text.Encodings.Web;
using LocalRag.Web.Highlighting;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace LocalRag.Web.Rendering;

/// <summary>Renders a code block with the colours that the source view uses.</summary>
internal sealed class HighlightedCodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var code = block.Lines.ToString();
        var language = FenceLanguages.Of((block as FencedCodeBlock)?.Info);
        renderer.Write("<pre class=\"code\"><code>");
        if (language is null) renderer.Write(HtmlEncoder.Default.Encode(code));
        else renderer.Write(string.Join('\n', SyntaxHighlighter.Highlight(code, language)));
        renderer.Write("</code></pre>");
    }
}

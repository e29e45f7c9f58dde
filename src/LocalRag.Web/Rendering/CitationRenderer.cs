using System.Globalization;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace LocalRag.Web.Rendering;

/// <summary>Renders a citation as a link to the page that shows its lines, or as plain text where nothing has that number.</summary>
internal sealed class CitationRenderer(Func<int, CitationLink?> linkOf) : HtmlObjectRenderer<CitationInline>
{
    protected override void Write(HtmlRenderer renderer, CitationInline citation)
    {
        var number = citation.Number.ToString(CultureInfo.InvariantCulture);
        if (linkOf(citation.Number) is not { } link)
        {
            renderer.Write('[').Write(number).Write(']');
            return;
        }

        renderer.Write("<a class=\"").Write(link.Supported == false ? "cite cite-unsupported" : link.Changed ? "cite cite-changed" : "cite").Write("\" href=\"").WriteEscapeUrl(link.Href)
            .Write("\" title=\"").WriteEscape(link.Title).Write("\">").Write(number).Write("</a>");
    }
}

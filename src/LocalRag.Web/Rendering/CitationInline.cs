using Markdig.Syntax.Inlines;

namespace LocalRag.Web.Rendering;

/// <summary>A citation <c>[n]</c> in an answer's text.</summary>
internal sealed class CitationInline(int number) : LeafInline
{
    public int Number => number;
}

namespace LocalRag.Web.Highlighting;

/// <summary>A coloured range of a text.</summary>
internal readonly record struct Token(int Start, int Length, TokenKind Kind)
{
    public int End => Start + Length;
}

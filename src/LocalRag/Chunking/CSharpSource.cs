using LocalRag.Documents;
using Microsoft.CodeAnalysis;

namespace LocalRag.Chunking;

/// <summary>The document behind a syntax tree, and where the parsed text begins in it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Shift">What to add to the tree's offsets to get the document's; not 0 where a part of a document was parsed.</param>
internal sealed record CSharpSource(SourceDocument Document, int Shift)
{
    public int LineAt(int position) => Document.Lines.LineAt(Math.Clamp(position + Shift, 0, Document.Text.Length));

    /// <summary>The line of a token's first character.</summary>
    public int LineOf(SyntaxToken token) => LineAt(token.SpanStart);

    /// <summary>
    /// The lines of a node with the comments and directives in front of it. An <c>#endif</c> or <c>#endregion</c> there
    /// belongs to what came before.
    /// </summary>
    public SourceSpan LinesOf(SyntaxNode node)
    {
        var end = LineAt(Math.Max(node.SpanStart, node.Span.End - 1));
        return new SourceSpan(FirstLineOf(node, end), end);
    }

    public int FirstLineOf(SyntaxNode node, int limit)
    {
        var lines = Document.Lines;
        var line = Math.Min(LineAt(node.FullSpan.Start), limit);
        while (line < limit)
        {
            var text = lines[line].TrimStart();
            if (!text.IsEmpty && !text.StartsWith("#end")) break;
            line++;
        }

        return line;
    }

    public ReadOnlySpan<char> Text(int start, int end) =>
        start < end ? Document.Text.AsSpan(Math.Clamp(start + Shift, 0, Document.Text.Length)..Math.Clamp(end + Shift, 0, Document.Text.Length)) : default;
}

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LocalRag.Chunking;

/// <summary>Declarations on one line, without attributes and bodies.</summary>
internal static class CSharpSignature
{
    private const int MaxLength = 400;

    public static string Of(SyntaxNode node, CSharpSource source)
    {
        var attributes = node switch
        {
            MemberDeclarationSyntax member => member.AttributeLists,
            _ => default,
        };
        var start = attributes.Count > 0 ? attributes[^1].GetLastToken().GetNextToken().SpanStart : node.SpanStart;
        var end = node switch
        {
            BaseTypeDeclarationSyntax type => StartOf(type.OpenBraceToken) ?? StartOf(type.SemicolonToken),
            BaseMethodDeclarationSyntax method => method.Body?.SpanStart ?? method.ExpressionBody?.SpanStart ?? StartOf(method.SemicolonToken),
            PropertyDeclarationSyntax property => property.AccessorList?.SpanStart ?? property.ExpressionBody?.SpanStart ?? StartOf(property.SemicolonToken),
            IndexerDeclarationSyntax indexer => indexer.AccessorList?.SpanStart ?? indexer.ExpressionBody?.SpanStart,
            EventDeclarationSyntax @event => @event.AccessorList?.SpanStart,
            BaseFieldDeclarationSyntax { Declaration.Variables: [{ Initializer: { } initializer }, ..] } => initializer.SpanStart,
            BaseFieldDeclarationSyntax field => StartOf(field.SemicolonToken),
            DelegateDeclarationSyntax type => StartOf(type.SemicolonToken),
            _ => null,
        } ?? Math.Min(node.Span.End, start + MaxLength);
        var text = source.Text(start, end);
        return text.ContainsAny('/', '#') ? WithoutTrivia(node, start, end) : OnOneLine(text);
    }

    private static int? StartOf(SyntaxToken token) => token.IsMissing || token.RawKind == 0 ? null : token.SpanStart;

    private static string WithoutTrivia(SyntaxNode node, int start, int end)
    {
        var text = new StringBuilder();
        foreach (var token in node.DescendantTokens(new TextSpan(start, Math.Max(0, end - start))))
        {
            if (token.SpanStart < start || token.SpanStart >= end) continue;
            text.Append(token.Text);
            if (token.HasTrailingTrivia) text.Append(' ');
            if (text.Length > MaxLength) break;
        }

        return OnOneLine(text.ToString());
    }

    private static string OnOneLine(ReadOnlySpan<char> text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var character in text.Trim())
        {
            if (line.Length >= MaxLength) return line.Append('…').ToString();
            if (!char.IsWhiteSpace(character)) line.Append(character);
            else if (line[^1] is not (' ' or '(')) line.Append(' ');
        }

        return line.ToString();
    }
}

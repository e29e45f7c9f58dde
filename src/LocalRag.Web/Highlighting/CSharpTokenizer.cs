using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LocalRag.Web.Highlighting;

/// <summary>Colours C# with Roslyn's lexer. The parser is left alone: a view needs no tree, and a lexer does not recurse on nested code.</summary>
internal static class CSharpTokenizer
{
    /// <summary>Interpolated strings are the one thing that the lexer recurses on.</summary>
    private const int MaxInterpolations = 3_000;

    /// <summary>Null where the text is better left to the plain scanner.</summary>
    public static IReadOnlyList<Token>? TryTokenize(string text)
    {
        if (CountInterpolations(text) > MaxInterpolations) return null;
        var tokens = new List<Token>();
        SyntaxToken previous = default;
        foreach (var token in SyntaxFactory.ParseTokens(text))
        {
            AddTrivia(tokens, token.LeadingTrivia);
            if (KindOf(token, previous, text) is { } kind) tokens.Add(new Token(token.SpanStart, token.Span.Length, kind));
            AddTrivia(tokens, token.TrailingTrivia);
            previous = token;
        }

        return tokens;
    }

    private static TokenKind? KindOf(SyntaxToken token, SyntaxToken previous, string text)
    {
        var kind = token.Kind();
        if (SyntaxFacts.IsReservedKeyword(kind)) return TokenKind.Keyword;
        switch (kind)
        {
            case SyntaxKind.NumericLiteralToken:
                return TokenKind.Number;
            case SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringToken or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken:
                return TokenKind.String;
            case SyntaxKind.IdentifierToken:
                break;
            default:
                // The lexer gives an interpolated string whole, under a kind of its own that is not public.
                return token.Span.Length > 1 && text[token.SpanStart] is '$' or '"' or '@' ? TokenKind.String : null;
        }

        if (SyntaxFacts.GetContextualKeywordKind(token.Text) != SyntaxKind.None && IsContextual(token.Text, previous)) return TokenKind.Keyword;
        var after = NextCharacter(text, token.Span.End);
        if (after == '(') return TokenKind.Function;
        return token.Text.Length > 1 && char.IsUpper(token.Text[0]) && !previous.IsKind(SyntaxKind.DotToken) ? TokenKind.Type : null;
    }

    /// <summary>Words like <c>value</c> are names more often than keywords; those below are hardly ever.</summary>
    private static bool IsContextual(string word, SyntaxToken previous) =>
        word is "var" or "async" or "await" or "record" or "partial" or "init" or "get" or "set" or "required" or "yield" or "where" or "when" or "nameof" or "file" or "with" or "and" or "or" or "not" or "global" or "dynamic" or "nint" or "nuint" or "scoped" or "unmanaged" or "notnull" or "field"
        && !previous.IsKind(SyntaxKind.DotToken);

    private static char NextCharacter(string text, int position)
    {
        while (position < text.Length && text[position] == ' ') position++;
        return position < text.Length ? text[position] : '\0';
    }

    private static void AddTrivia(List<Token> tokens, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
        {
            TextSpan span = trivia.FullSpan;
            if (span.IsEmpty) continue;
            if (trivia.IsDirective) tokens.Add(new Token(span.Start, span.Length, TokenKind.Preprocessor));
            else if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
                or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia)
                tokens.Add(new Token(span.Start, span.Length, TokenKind.Comment));
        }
    }

    private static int CountInterpolations(string text)
    {
        var count = 0;
        for (var i = text.IndexOf('$', StringComparison.Ordinal); i >= 0; i = text.IndexOf('$', i + 1)) count++;
        return count;
    }
}

using LocalRag.Documents;

namespace LocalRag.Web.Highlighting;

/// <summary>
/// Colours source text on the server: Roslyn's lexer for C#, a linear scanner driven by a table of rules for the others.
/// TextMate grammars were turned down: their backtracking regular expressions run on text that anybody may have written.
/// </summary>
internal static class SyntaxHighlighter
{
    /// <summary>Larger texts are shown without colours.</summary>
    private const int MaxLength = 1_500_000;

    /// <summary>Gives each line, as <see cref="LineMap"/> counts them, as HTML: encoded text in spans with a class of one letter.</summary>
    /// <param name="marks">Ranges to mark, in order, without overlaps.</param>
    public static IReadOnlyList<string> Highlight(string text, string language, IReadOnlyList<(int Start, int End)>? marks = null) =>
        HtmlLines.Write(text, Tokenize(text, language), marks ?? []);

    /// <summary>The coloured ranges, in order, without overlaps.</summary>
    internal static IReadOnlyList<Token> Tokenize(string text, string language)
    {
        if (text.Length > MaxLength) return [];
        if (language == "csharp" && CSharpTokenizer.TryTokenize(text) is { } tokens) return tokens;
        return LanguageRules.Of(language) is { } rules ? new RuleScanner(text, rules).Scan() : [];
    }
}

namespace LocalRag.Web.Highlighting;

/// <summary>What a range of source text is; <see cref="HtmlLines"/> names its class.</summary>
internal enum TokenKind
{
    Keyword,
    String,
    Comment,
    Number,
    Type,
    Function,
    Preprocessor,
    Attribute,
}

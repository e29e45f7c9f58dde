namespace LocalRag.Cli.Output;

/// <summary>What a stretch of source text is, as far as its colour goes.</summary>
internal enum TokenKind
{
    Plain,
    Comment,
    String,
    Keyword,
    Number,
}

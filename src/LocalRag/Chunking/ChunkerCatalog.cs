using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Gives the chunker of a language. One catalog serves one run; its chunkers may be shared between threads.</summary>
internal sealed class ChunkerCatalog
{
    private readonly MarkdownChunker _markdown;
    private readonly SyntaxTreeChunker _syntax;
    private readonly TextChunker _text;

    /// <exception cref="ArgumentException">A size is out of range; the message names it.</exception>
    public ChunkerCatalog(ChunkingOptions options)
    {
        options.Validate();
        _markdown = new MarkdownChunker(options);
        _syntax = new SyntaxTreeChunker(options);
        _text = new TextChunker(options);
    }

    /// <summary>The chunker of a language from <see cref="Languages"/>; documents of one batch must share it.</summary>
    public IChunker Of(string language) => language switch
    {
        "markdown" => _markdown,
        _ when SyntaxGrammars.Of(language) is not null => _syntax,
        _ => _text,
    };
}

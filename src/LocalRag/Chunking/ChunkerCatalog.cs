using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Gives the chunker of a language. One catalog serves one run; its chunkers may be shared between threads.</summary>
internal sealed class ChunkerCatalog
{
    /// <summary>Changes whenever the same text would give other chunks, so that an index of older rules is made anew.</summary>
    public const string Version = "1";

    private readonly CSharpChunker _csharp;
    private readonly RazorChunker _razor;
    private readonly ProjectFileChunker _project;
    private readonly MarkdownChunker _markdown;
    private readonly SyntaxTreeChunker _syntax;
    private readonly TextChunker _text;

    /// <exception cref="ArgumentException">A size is out of range; the message names it.</exception>
    public ChunkerCatalog(ChunkingOptions options)
    {
        options.Validate();
        _csharp = new CSharpChunker(options);
        _razor = new RazorChunker(options);
        _project = new ProjectFileChunker(options);
        _markdown = new MarkdownChunker(options);
        _syntax = new SyntaxTreeChunker(options);
        _text = new TextChunker(options);
    }

    /// <summary>The chunker of a language from <see cref="Languages"/>; documents of one batch must share it.</summary>
    public IChunker For(string language) => language switch
    {
        "csharp" => _csharp,
        "razor" => _razor,
        "msbuild" or "solution" => _project,
        "markdown" => _markdown,
        _ when SyntaxGrammars.Of(language) is not null => _syntax,
        _ => _text,
    };
}

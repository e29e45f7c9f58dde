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
    private readonly Lazy<Task> _roslyn;

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
        _roslyn = new Lazy<Task>(() => Task.Run(async () => await _csharp.ChunkAsync([new SourceDocument("", "csharp", "class C\n{\n    void M() { }\n}\n", default)], CancellationToken.None).ConfigureAwait(false)));
    }

    /// <summary>Loads Roslyn where C# is about to be cut: that takes a tenth of a second once, in which something else can be done.</summary>
    public Task WarmAsync(IEnumerable<string> paths) => paths.Any(path => Languages.Of(path) == "csharp") ? _roslyn.Value : Task.CompletedTask;

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

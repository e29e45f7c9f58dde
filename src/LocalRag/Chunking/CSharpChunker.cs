using LocalRag.Documents;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LocalRag.Chunking;

/// <summary>
/// Cuts C# along its syntax: types, members, statements. Syntax alone, without a compilation: it needs no build, no
/// packages and no project, and runs nothing of what it reads.
/// </summary>
internal sealed class CSharpChunker : IChunker
{
    // Far beyond what anybody writes, and a small part of what the stack takes.
    private const int MaxNesting = 300;
    private const int MaxLength = 8 * 1024 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    private readonly ChunkingOptions _options;

    public CSharpChunker(ChunkingOptions options)
    {
        options.Validate();
        _options = options;
    }

    public int BatchSize => 1;

    public async ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var chunked = new ChunkedDocument[documents.Count];
        for (var index = 0; index < chunked.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var document = documents[index];
            chunked[index] = Obstacle(document.Text) is { } obstacle
                ? Plainly(document, obstacle)
                : await DeepStack.RunAsync(() => Chunk(document, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return chunked;
    }

    /// <summary>Says why a text is not given to the parser, or null.</summary>
    internal static string? Obstacle(string text) =>
        text.Length > MaxLength ? $"longer than {MaxLength} characters"
        : NestingDepth.Exceeds(text, MaxNesting) ? $"nested deeper than {MaxNesting} brackets"
        : null;

    private ChunkedDocument Chunk(SourceDocument document, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MaxTime);
        try
        {
            var root = Parse(document.Text, limit.Token);
            var source = new CSharpSource(document, 0);
            var definitions = new CSharpDefinitions(source).Collect(root, "", limit.Token);
            return new ChunkedDocument(document, ChunkBuilder.Build(document, _options, CSharpOutline.Of(root, source), definitions));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Plainly(document, $"took longer than {MaxTime.TotalSeconds} seconds to parse");
        }
    }

    /// <summary>Parses without doc comments, which are read as text where they are wanted: that is a fifth faster.</summary>
    internal static CompilationUnitSyntax Parse(string text, CancellationToken cancellationToken)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, Microsoft.CodeAnalysis.DocumentationMode.None, preprocessorSymbols: PreprocessorSymbols.In(text));
        return (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(SourceText.From(text), options, cancellationToken: cancellationToken).GetRoot(cancellationToken);
    }

    private ChunkedDocument Plainly(SourceDocument document, string reason) =>
        new(document, ChunkBuilder.Build(document, _options, new Segment { Span = new(1, document.Lines.Count), Kind = ChunkKind.Text }), reason);
}

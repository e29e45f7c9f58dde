using LocalRag.Documents;
using Microsoft.CodeAnalysis;
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
    private readonly ChunkingOptions _options;

    public CSharpChunker(ChunkingOptions options)
    {
        options.Validate();
        _options = options;
    }

    public int BatchSize => 1;

    public ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken) =>
        RoslynLimits.ChunkAsync(documents, _options, Chunk, cancellationToken);

    private IReadOnlyList<Chunk> Chunk(SourceDocument document, CancellationToken cancellationToken)
    {
        var root = Parse(document.Text, cancellationToken);
        var source = new CSharpSource(document, 0);
        var definitions = new CSharpDefinitions(source).Collect([root], "", cancellationToken);
        return ChunkBuilder.Build(document, _options, CSharpOutline.Of(root, source), definitions);
    }

    /// <summary>Parses without doc comments, which are read as text where they are wanted.</summary>
    internal static CompilationUnitSyntax Parse(string text, CancellationToken cancellationToken)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: PreprocessorSymbols.In(text));
        return (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(SourceText.From(text), options, cancellationToken: cancellationToken).GetRoot(cancellationToken);
    }
}

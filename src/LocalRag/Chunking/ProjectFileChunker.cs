using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Cuts MSBuild files and solutions: property groups, item groups, targets, lists of projects. Nothing is evaluated.</summary>
internal sealed class ProjectFileChunker : IChunker
{
    private readonly ChunkingOptions _options;

    public ProjectFileChunker(ChunkingOptions options)
    {
        options.Validate();
        _options = options;
    }

    public int BatchSize => 1;

    public ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var chunked = new ChunkedDocument[documents.Count];
        for (var index = 0; index < chunked.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunked[index] = Chunk(documents[index]);
        }

        return ValueTask.FromResult<IReadOnlyList<ChunkedDocument>>(chunked);
    }

    private ChunkedDocument Chunk(SourceDocument document)
    {
        var name = Path.GetFileNameWithoutExtension(document.Path);
        var root = new Segment
        {
            Span = new(1, document.Lines.Count),
            Kind = ChunkKind.Configuration,
            Symbol = name,
            Header = new(name, "", "", ""),
        };
        var definitions = new List<Definition>();
        var fallback = document.Language == "solution"
            ? SolutionOutline.Read(document, name, root.Children, definitions)
            : ProjectOutline.Read(document, name, root.Children, definitions);
        return new ChunkedDocument(document, ChunkBuilder.Build(document, _options, root, definitions), fallback);
    }
}

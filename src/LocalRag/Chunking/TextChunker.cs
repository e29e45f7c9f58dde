using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>
/// Chunks what no parser reads: SQL by statements, reStructuredText by sections, prose by paragraphs, and anything else by
/// its blank lines and indentation.
/// </summary>
internal sealed class TextChunker(ChunkingOptions options) : IChunker
{
    public int BatchSize => 1;

    public ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var results = new ChunkedDocument[documents.Count];
        for (var index = 0; index < results.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[index] = Chunk(documents[index]);
        }

        return ValueTask.FromResult<IReadOnlyList<ChunkedDocument>>(results);
    }

    /// <summary>Chunks one document.</summary>
    public ChunkedDocument Chunk(SourceDocument document)
    {
        var definitions = new List<Definition>();
        var root = document.Language switch
        {
            "sql" => SqlOutline.Of(document, definitions),
            "restructuredtext" => SectionOutline.Of(document, ReStructuredText.Headings(document), "", definitions),
            _ => IndentOutline.Of(document),
        };
        return new ChunkedDocument(document, ChunkBuilder.Build(document, options, root, definitions));
    }
}

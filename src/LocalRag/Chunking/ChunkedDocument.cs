using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>A document's chunks, and why its own parser was not used where it was not.</summary>
/// <param name="Document">The document.</param>
/// <param name="Chunks">In order, without overlap, covering every non-blank line.</param>
/// <param name="Fallback">Null, or why plainer rules cut it: nested too deeply, ast-grep is missing…</param>
public sealed record ChunkedDocument(SourceDocument Document, IReadOnlyList<Chunk> Chunks, string? Fallback = null);

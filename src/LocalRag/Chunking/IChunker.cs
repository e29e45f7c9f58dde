using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Cuts documents into chunks. Implementations are safe to call from many threads at once.</summary>
public interface IChunker
{
    /// <summary>
    /// How many documents a call should bring: 1 where each is work of its own,
    /// hundreds where the cost is in starting (a process for many files).
    /// </summary>
    int BatchSize { get; }

    /// <summary>Chunks a batch; the results are in the order of the documents. Never fails for what a document holds.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken);
}

using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Runs chunkers that parse with Roslyn, within what its parser can take; beyond that, lines are cut plainly.</summary>
internal static class RoslynLimits
{
    // Far beyond what anybody writes, and a small part of what the stack takes.
    private const int MaxNesting = 300;
    private const int MaxLength = 8 * 1024 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    public static async ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(
        IReadOnlyList<SourceDocument> documents, ChunkingOptions options,
        Func<SourceDocument, CancellationToken, IReadOnlyList<Chunk>> chunk, CancellationToken cancellationToken)
    {
        var chunked = new ChunkedDocument[documents.Count];
        for (var index = 0; index < chunked.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var document = documents[index];
            chunked[index] = Obstacle(document.Text) is { } obstacle
                ? Plainly(document, options, obstacle)
                : await ChunkInTimeAsync(document, options, chunk, cancellationToken).ConfigureAwait(false);
        }

        return chunked;
    }

    private static async Task<ChunkedDocument> ChunkInTimeAsync(
        SourceDocument document, ChunkingOptions options,
        Func<SourceDocument, CancellationToken, IReadOnlyList<Chunk>> chunk, CancellationToken cancellationToken)
    {
        // The parser looks at the token between statements only, so its thread may have to be given up.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = limit.Token;
        try
        {
            return new ChunkedDocument(document, await DeepStack.RunAsync(() => chunk(document, token), MaxTime, cancellationToken).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync().ConfigureAwait(false);
            return Plainly(document, options, $"took longer than {MaxTime.TotalSeconds} seconds to parse");
        }
    }

    private static string? Obstacle(string text) =>
        text.Length > MaxLength ? $"longer than {MaxLength} characters"
        : NestingDepth.Exceeds(text, MaxNesting) ? $"nested deeper than {MaxNesting} brackets"
        : null;

    private static ChunkedDocument Plainly(SourceDocument document, ChunkingOptions options, string reason) =>
        new(document, ChunkBuilder.Build(document, options, new Segment { Span = new(1, document.Lines.Count), Kind = ChunkKind.Text }), reason);
}

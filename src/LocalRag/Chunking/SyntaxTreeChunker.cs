using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>
/// Chunks by the syntax trees of ast-grep, one process for a batch of files. What ast-grep cannot take (or all, where it
/// is missing) is cut by indentation and braces instead, and says so.
/// </summary>
internal sealed class SyntaxTreeChunker : IChunker
{
    // Deeper brackets are data or an attack; ast-grep prints a node's text again for each node around it.
    private const int MaxBrackets = 400;

    private readonly ChunkingOptions _options;
    private readonly TextChunker _text;
    private readonly string _program;
    private readonly AstGrep _astGrep;

    /// <param name="options">The sizes.</param>
    /// <param name="program">The path of ast-grep; by default the one that the build put beside this program.</param>
    public SyntaxTreeChunker(ChunkingOptions options, string? program = null)
    {
        _options = options;
        _text = new TextChunker(options);
        _program = program ?? NativeParts.ProgramPath("ast-grep");
        _astGrep = new AstGrep(_program);
    }

    /// <summary>Starting the process costs about 40 ms, a file about 1 ms.</summary>
    public int BatchSize => 400;

    public async ValueTask<IReadOnlyList<ChunkedDocument>> ChunkAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var results = new ChunkedDocument[documents.Count];
        var batch = new List<(int Index, SourceDocument Document, SyntaxGrammar Grammar)>(documents.Count);
        var missing = File.Exists(_program) ? null : "ast-grep is missing: run the build where npm is, or `npm ci`";
        for (var index = 0; index < documents.Count; index++)
        {
            var document = documents[index];
            var grammar = GrammarOf(document);
            var reason = grammar is null ? $"ast-grep has no grammar for {document.Language}"
                : missing ?? (Brackets.Depth(document.Text) > MaxBrackets ? "nested too deeply for a syntax tree" : null);
            if (reason is null) batch.Add((index, document, grammar!));
            else results[index] = FallBack(document, reason, cancellationToken);
        }

        await ScanAsync(batch, results, cancellationToken).ConfigureAwait(false);
        return results;
    }

    // A batch that fails is halved until the file that does it is alone.
    private async Task ScanAsync(
        List<(int Index, SourceDocument Document, SyntaxGrammar Grammar)> batch, ChunkedDocument[] results, CancellationToken cancellationToken)
    {
        if (batch.Count == 0) return;
        List<SyntaxMatch>[] matches;
        try
        {
            matches = await _astGrep.ScanAsync([.. batch.Select(static item => (item.Document, item.Grammar))], cancellationToken).ConfigureAwait(false);
        }
        catch (AstGrepException error) when (batch.Count == 1)
        {
            results[batch[0].Index] = FallBack(batch[0].Document, error.Message, cancellationToken);
            return;
        }
        catch (AstGrepException)
        {
            var half = batch.Count / 2;
            await ScanAsync(batch[..half], results, cancellationToken).ConfigureAwait(false);
            await ScanAsync(batch[half..], results, cancellationToken).ConfigureAwait(false);
            return;
        }

        for (var item = 0; item < batch.Count; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (index, document, grammar) = batch[item];
            results[index] = new ChunkedDocument(document, SyntaxOutline.Chunk(document, grammar, matches[item], _options));
        }
    }

    private ChunkedDocument FallBack(SourceDocument document, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _text.Chunk(document) with { Fallback = reason };
    }

    // A header may be C or C++; only its text tells.
    private static SyntaxGrammar? GrammarOf(SourceDocument document) =>
        SyntaxGrammars.Of(document.Language == "c" && document.Path.EndsWith(".h", StringComparison.OrdinalIgnoreCase) && IsCpp(document.Text) ? "cpp" : document.Language);

    private static bool IsCpp(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var word = line.TrimStart();
            if (word.StartsWith("class ") || word.StartsWith("namespace ") || word.StartsWith("template") || word.StartsWith("public:") || word.StartsWith("private:")) return true;
        }

        return false;
    }
}

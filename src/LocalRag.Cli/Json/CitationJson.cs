using LocalRag.Answering;

namespace LocalRag.Cli.Json;

/// <param name="IndexedText">The lines as they were indexed, where the file has changed since; null where it has not.</param>
/// <param name="Supported">Whether the lines carry the sentences that cite them; null where that was not checked.</param>
internal sealed record CitationJson(
    int Number, string Source, string Path, int StartLine, int EndLine, string? Commit, string? Symbol, bool? Supported, bool ChangedOnDisk, bool Uncommitted, string? IndexedText)
{
    public static CitationJson Of(Citation citation) => new(
        citation.Number,
        citation.Source,
        citation.Path,
        citation.Span.StartLine,
        citation.Span.EndLine,
        citation.Commit,
        citation.Symbol,
        citation.Supported,
        citation.ChangedOnDisk,
        citation.Uncommitted,
        citation.IndexedText);
}

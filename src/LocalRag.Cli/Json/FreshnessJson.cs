using LocalRag.Retrieval;

namespace LocalRag.Cli.Json;

internal sealed record FreshnessJson(string? IndexedCommit, string? Head, string? Branch, int ChangedFiles, int IndexedNow, string? Remedy, IReadOnlyList<SourceFreshness> Sources)
{
    public static FreshnessJson Of(Freshness freshness) =>
        new(freshness.IndexedCommit, freshness.Head, freshness.Branch, freshness.ChangedFiles, freshness.IndexedNow, freshness.Remedy, freshness.Sources);
}

using LocalRag.Retrieval;

namespace LocalRag.Cli.Output;

/// <summary>Says how the index stands to the files, to be put behind a sentence; empty where there is nothing to say.</summary>
internal static class FreshnessText
{
    private const int ShortCommit = 8;
    private const int ShownSources = 3;

    public static string Of(Freshness freshness)
    {
        var text = "";
        if (freshness.IndexedCommit is { } commit) text += $"; index at {At(commit, freshness.Head, freshness.Branch)}";
        else if (freshness.Sources.Where(source => source.IndexedCommit is not null).ToList() is { Count: > 0 } sources)
        {
            text += "; index at " + string.Join(", ", sources.Take(ShownSources).Select(source => $"{TerminalText.CleanLine(source.Source)} {At(source.IndexedCommit!, source.Head, source.Branch)}"));
            if (sources.Count > ShownSources) text += $" and {sources.Count - ShownSources} more";
        }

        if (freshness.IndexedNow > 0) text += $"; {Files(freshness.IndexedNow)} read again just now";
        if (freshness is { ChangedFiles: > 0, Remedy: { } remedy }) text += $"; {Files(freshness.ChangedFiles)} changed since the index was made. {TerminalText.CleanLine(remedy)}";
        else if (freshness.ChangedFiles > 0) text += $"; {Files(freshness.ChangedFiles)} changed since the index was made, run 'localrag index'";
        return text;
    }

    public static string Short(string commit) => TerminalText.CleanLine(commit.Length > ShortCommit ? commit[..ShortCommit] : commit);

    public static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    private static string At(string commit, string? head, string? branch) =>
        Short(commit) + (head is not null && head != commit ? $" (checkout at {Short(head)})" : "") + (branch is null ? "" : $" on {TerminalText.CleanLine(branch)}");
}

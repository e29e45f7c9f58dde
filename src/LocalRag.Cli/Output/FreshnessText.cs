using LocalRag.Retrieval;

namespace LocalRag.Cli.Output;

/// <summary>Says how the index stands to the files, to be put behind a sentence; empty where there is nothing to say.</summary>
internal static class FreshnessText
{
    private const int ShortCommit = 8;

    public static string Of(Freshness freshness)
    {
        var text = "";
        if (freshness.IndexedCommit is { } commit)
        {
            text += $"; index at {Short(commit)}";
            if (freshness.Head is { } head && head != commit) text += $", checkout at {Short(head)}";
            if (freshness.Branch is { } branch) text += $" on {TerminalText.CleanLine(branch)}";
        }

        if (freshness.IndexedNow > 0) text += $"; {Files(freshness.IndexedNow)} read again just now";
        if (freshness is { ChangedFiles: > 0, Remedy: { } remedy }) text += $"; {Files(freshness.ChangedFiles)} changed since the index was made. {TerminalText.CleanLine(remedy)}";
        else if (freshness.ChangedFiles > 0) text += $"; {Files(freshness.ChangedFiles)} changed since the index was made, run 'localrag index'";
        return text;
    }

    public static string Short(string commit) => TerminalText.CleanLine(commit.Length > ShortCommit ? commit[..ShortCommit] : commit);

    public static string Files(int count) => count == 1 ? "1 file" : $"{count} files";
}

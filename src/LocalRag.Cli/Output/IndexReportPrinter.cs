using System.Globalization;
using LocalRag.Indexing;

namespace LocalRag.Cli.Output;

/// <summary>Prints what a run did: one line for the whole, one for what was left out, one for each file that failed.</summary>
internal sealed class IndexReportPrinter(Terminal terminal)
{
    private const int ShownFailures = 10;

    public void Print(IndexReport report)
    {
        var output = terminal.Out;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{TerminalText.CleanLine(report.Source)}: {Amounts.Count(report.Files)} files, {Amounts.Count(report.Chunks)} chunks in {report.Seconds.Total:0.00} s ({Changes(report)})"));

        if (report.Skipped.Count > 0)
        {
            var reasons = report.Skipped.GroupBy(file => file.Reason).OrderByDescending(group => group.Count()).Take(3)
                .Select(group => $"{group.Count()} {TerminalText.CleanLine(group.Key)}");
            output.WriteLine($"left out: {string.Join(", ", reasons)}{(report.Skipped.Select(file => file.Reason).Distinct().Count() > 3 ? ", …" : "")}");
        }

        foreach (var failure in report.Failures.Take(ShownFailures))
            output.WriteLine($"failed: {TerminalText.CleanLine(failure.Path)}: {TerminalText.CleanLine(failure.Reason)}");
        if (report.Failures.Count > ShownFailures)
            output.WriteLine($"        and {report.Failures.Count - ShownFailures} more; 'localrag status --json' lists all");

        foreach (var warning in report.Warnings) output.WriteLine($"warning: {TerminalText.CleanLine(warning)}");
        output.Flush();
    }

    /// <summary>Says on a terminal what to do next.</summary>
    public void PrintHint(string knowledgeBase)
    {
        if (!terminal.OutIsTerminal) return;
        var option = knowledgeBase == "default" ? "" : $" --kb {knowledgeBase}";
        terminal.Error.WriteLine($"Now ask: localrag ask 'How does … work?'{option}");
    }

    private static string Changes(IndexReport report)
    {
        var parts = new (int Count, string What)[] { (report.Added, "new"), (report.Changed, "changed"), (report.Removed, "removed"), (report.Unchanged, "unchanged") };
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{Amounts.Count(part.Count)} {part.What}")) is { Length: > 0 } text ? text : "nothing to do";
    }
}

using LocalRag.Health;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Prints what a check-up found, each remedy below its finding.</summary>
internal sealed class FindingPrinter(Terminal terminal)
{
    public void Print(IReadOnlyList<Finding> findings)
    {
        var width = findings.Max(finding => finding.Check.Length);
        foreach (var finding in findings)
        {
            var (mark, style) = finding.Verdict switch
            {
                Verdict.Ok => ("ok  ", Ink.Good),
                Verdict.Warn => ("warn", Ink.Warning),
                _ => ("fail", Ink.Bad),
            };
            var paragraph = new Paragraph().Append(mark, style).Append("  " + finding.Check.PadRight(width) + "  ").Append(TerminalText.CleanLine(finding.Detail), Ink.Faint);
            terminal.Canvas.Write(paragraph);
            terminal.Canvas.WriteLine();
            if (finding.Remedy is { } remedy) terminal.Canvas.Write(new Text($"      → {TerminalText.CleanLine(remedy)}\n", style));
        }
    }
}

using System.Globalization;
using LocalRag.Cli.Json;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Prints a measurement: a line for each kind of question, the mean, and the worst queries.</summary>
internal sealed class ScorecardPrinter(Terminal terminal)
{
    public void Print(ScorecardJson scorecard)
    {
        terminal.Canvas.Write(new Text($"{"",-14}{"queries",8}{"NDCG@10",9}{"MRR",7}{"recall@1",10}{"recall@3",10}{"recall@10",11}\n", Ink.Faint));
        foreach (var (kind, measures) in scorecard.Kinds.Where(_ => scorecard.Kinds.Count > 1)) Row(kind.Length > 0 ? kind : "(no kind)", measures, Ink.Plain);
        Row("all", scorecard.Mean, Ink.Strong);
        if (scorecard.Worst.Count > 0) PrintWorst(scorecard.Worst);
        terminal.Out.Flush();
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {scorecard.MedianMilliseconds:0.0} ms a query"));
    }

    private void Row(string name, MeasuresJson measures, Style style) => terminal.Canvas.Write(new Text(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{TerminalText.CleanLine(name),-14}{measures.Queries,8}{measures.Ndcg10,9:0.000}{measures.Mrr,7:0.000}{measures.Recall1,10:0.000}{measures.Recall3,10:0.000}{measures.Recall10,11:0.000}\n"),
        style));

    private void PrintWorst(IReadOnlyList<WorstJson> worst)
    {
        terminal.Canvas.Write(new Text("\nWorst\n", Ink.Strong));
        foreach (var query in worst)
        {
            var place = query.First is { } first ? $"first at {first}" : "not found";
            terminal.Canvas.Write(new Paragraph()
                .Append(string.Create(CultureInfo.InvariantCulture, $"{query.Ndcg10:0.000}  "), Ink.Warning)
                .Append(TerminalText.CleanLine(query.Query))
                .Append($"  ({place})\n", Ink.Faint));
            if (query.Found.Count > 0) terminal.Canvas.Write(new Text($"       instead: {TerminalText.CleanLine(query.Found[0])}\n", Ink.Faint));
        }
    }
}

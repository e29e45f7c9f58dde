using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Prints what a knowledge base holds.</summary>
internal sealed class StatusPrinter(Terminal terminal)
{
    private const int ShownLanguages = 5;
    private const int LabelWidth = 16;

    public void Print(KnowledgeBaseStatus status)
    {
        Line("Knowledge base", status.Name);
        Line("Index", $"{TerminalText.CleanLine(status.IndexPath)} ({ByteSize.Format(status.SizeBytes)}, generation {status.Generation})");
        Line("Embedder", $"{TerminalText.CleanLine(status.Embedder)}, {status.Dimension} dimensions");
        if (status.Deep is { } deep)
        {
            var (text, style) = DeepText.Of(deep);
            Line("Deep", TerminalText.CleanLine(text), style);
        }

        foreach (var source in status.Sources) PrintSource(source);
        terminal.Out.Flush();
    }

    private void PrintSource(SourceStatus source)
    {
        terminal.Canvas.WriteLine();
        terminal.Canvas.Write(new Text(TerminalText.CleanLine(source.Name) + "\n", Ink.Path));
        Line("  Folder", TerminalText.CleanLine(source.Root));
        Line("  Holds", $"{Amounts.Count(source.Files)} files, {Amounts.Count(source.Chunks)} chunks");
        if (source.Languages.Count > 0)
        {
            var languages = source.Languages.OrderByDescending(language => language.Chunks).Select(language => $"{language.Language} {Amounts.Count(language.Files)}").ToList();
            Line("  Languages", string.Join(", ", languages.Take(ShownLanguages)) + (languages.Count > ShownLanguages ? $", {languages.Count - ShownLanguages} more" : ""));
        }

        Line("  Indexed", Indexed(source));
        if (source.Problem is { } problem) Line("  Problem", TerminalText.CleanLine(problem), Ink.Warning);
        else if (source.ChangedFiles > 0) Line("  Changed", $"{FreshnessText.Files(source.ChangedFiles)} since; run 'localrag index' to take them in", Ink.Warning);
        else Line("  Changed", "nothing since", Ink.Good);
        if (source.Skipped.Count > 0) Line("  Left out", FreshnessText.Files(source.Skipped.Count) + "; --json says which and why");
        if (source.Failures.Count > 0) Line("  Failed", FreshnessText.Files(source.Failures.Count) + "; --json says which and why", Ink.Warning);
    }

    private static string Indexed(SourceStatus source)
    {
        if (source.IndexedAt is not { } at) return "not to the end yet; run 'localrag index' to resume";
        var text = Amounts.Ago(DateTimeOffset.UtcNow - at);
        if (source.IndexedCommit is not { } commit) return text;
        text += $" at {FreshnessText.Short(commit)}";
        if (source.IndexedBranch is { } branch) text += $" ({TerminalText.CleanLine(branch)})";
        return source.Head is { } head && head != commit ? $"{text}; the checkout is now at {FreshnessText.Short(head)}" : text;
    }

    private void Line(string name, string value, Style? style = null)
    {
        var label = name.PadRight(LabelWidth);
        foreach (var line in Terminal.BrokenLines(value, terminal.Canvas.Profile.Width - LabelWidth))
        {
            terminal.Canvas.Write(new Paragraph().Append(label, Ink.Faint).Append(line, style ?? Ink.Plain));
            terminal.Canvas.WriteLine();
            label = new string(' ', LabelWidth);
        }
    }
}

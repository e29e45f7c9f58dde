using System.Globalization;
using LocalRag.Watching;

namespace LocalRag.Cli.Output;

/// <summary>Says on standard error what a watcher takes in and what hinders it.</summary>
internal sealed class WatchPrinter(Terminal terminal) : IProgress<WatchReport>
{
    public void Report(WatchReport value)
    {
        if (value is { IndexedNow: 0, Message: null }) return;
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {(value.Source.Length == 0 ? "" : TerminalText.CleanLine(value.Source) + ": ")}{(value.Message is { } message ? TerminalText.CleanLine(message) : $"{FreshnessText.Files(value.IndexedNow)} taken in")}"));
    }
}

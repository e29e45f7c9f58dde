using System.Diagnostics;
using System.Globalization;
using LocalRag.Indexing;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Shows how far a second pass is, on standard error: a bar on a terminal, a plain line now and then elsewhere.</summary>
internal static class DeepProgressView
{
    /// <summary>A pass takes minutes; a log of it needs no more lines.</summary>
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(15);

    public static async Task<DeepReport> ShowAsync(Terminal terminal, Func<IProgress<DeepProgress>, Task<DeepReport>> run)
    {
        if (!terminal.ErrorIsTerminal || !terminal.ErrorCanvas.Profile.Capabilities.Interactive) return await run(new PlainLines(terminal));

        DeepReport? report = null;
        await terminal.ErrorCanvas.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn())
            .StartAsync(async context => report = await run(new Bar(context.AddTask("starting the model", maxValue: 1))));
        return report!;
    }

    private static string Describe(DeepProgress progress)
    {
        var text = $"{TerminalText.CleanLine(progress.Model)}: {Amounts.Count(progress.Done)} of {Amounts.Count(progress.Total)} chunks";
        if (progress.PerSecond is { } rate) text += string.Create(CultureInfo.InvariantCulture, $", {rate:0.0}/s");
        if (progress.Waiting is { } why) return $"{text}, resting: {why}";
        return progress.Remaining is { } remaining ? $"{text}, {Amounts.Duration(remaining)} left" : text;
    }

    private sealed class Bar(ProgressTask task) : IProgress<DeepProgress>
    {
        public void Report(DeepProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
            task.Description = Markup.Escape(Describe(value));
        }
    }

    private sealed class PlainLines(Terminal terminal) : IProgress<DeepProgress>
    {
        private readonly Lock _gate = new();
        private long _last = Stopwatch.GetTimestamp();

        public void Report(DeepProgress value)
        {
            lock (_gate)
            {
                if (Stopwatch.GetElapsedTime(_last) < PlainEvery) return;
                _last = Stopwatch.GetTimestamp();
                terminal.Say(Describe(value));
            }
        }
    }
}

using System.Diagnostics;
using LocalRag.Indexing;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Shows how far a run is, on standard error: a bar on a terminal, a plain line now and then elsewhere.</summary>
internal static class IndexProgressView
{
    /// <summary>A log that is read later wants few lines; one that is watched wants some.</summary>
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(5);

    public static async Task<IndexReport> ShowAsync(Terminal terminal, Func<IProgress<IndexProgress>, Task<IndexReport>> run)
    {
        if (!terminal.ErrorIsTerminal || !terminal.ErrorCanvas.Profile.Capabilities.Interactive) return await run(new PlainLines(terminal));

        IndexReport? report = null;
        await terminal.ErrorCanvas.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn())
            .StartAsync(async context => report = await run(new Bar(context.AddTask("looking for files", maxValue: 1))));
        return report!;
    }

    private static string Describe(IndexProgress progress)
    {
        if (progress.Phase == IndexPhase.Scanning) return "looking for files";
        if (progress.Phase != IndexPhase.Indexing) return "publishing";

        var text = $"{Amounts.Count(progress.FilesDone)} of {Amounts.Count(progress.FilesTotal)} files";
        if (progress.Elapsed > TimeSpan.FromSeconds(0.5)) text += $", {Amounts.Count((long)(progress.FilesDone / progress.Elapsed.TotalSeconds))}/s";
        return progress.Remaining is { } remaining ? $"{text}, {Amounts.Duration(remaining)} left" : text;
    }

    private sealed class Bar(ProgressTask task) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value)
        {
            task.IsIndeterminate = value.Phase == IndexPhase.Scanning;
            task.MaxValue = Math.Max(1, value.BytesTotal);
            task.Value = value.Phase is IndexPhase.Publishing or IndexPhase.Done ? task.MaxValue : value.BytesDone;
            task.Description = Describe(value);
        }
    }

    private sealed class PlainLines(Terminal terminal) : IProgress<IndexProgress>
    {
        private readonly Lock _gate = new();
        private long _last = Stopwatch.GetTimestamp();

        public void Report(IndexProgress value)
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

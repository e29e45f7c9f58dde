using System.Globalization;
using LocalRag.Indexing;
using LocalRag.Web.Indexing;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>An indexing run as it goes on, or how it ended.</summary>
public sealed partial class RunProgress
{
    [Parameter, EditorRequired]
    public IndexRun Run { get; set; } = null!;

    private string Title => Run.State switch
    {
        IndexRunState.Waiting => $"{Run.Label} waits for its turn",
        IndexRunState.Running => Run.Progress?.Phase switch
        {
            null or IndexPhase.Scanning => $"Listing the files of {Run.Label}",
            IndexPhase.Publishing => $"Publishing {Run.Label}",
            _ => $"Indexing {Run.Label}",
        },
        IndexRunState.Done => $"{Run.Label} is indexed",
        IndexRunState.Cancelled => $"{Run.Label} was cancelled",
        _ => $"{Run.Label} failed",
    };

    private string Detail
    {
        get
        {
            if (Run.Report is { } report)
                return $"{Wording.Count(report.Added)} added, {Wording.Count(report.Changed)} changed, {Wording.Count(report.Removed)} removed, {Wording.Count(report.Unchanged)} unchanged · {Wording.Count(report.Chunks, "chunk")} · {Wording.Seconds(report.Seconds.Total)}";
            if (Run.State == IndexRunState.Cancelled) return "What was done is kept; the next run goes on from there.";
            if (Run.Progress is not { FilesTotal: > 0 } progress) return Run.IsOver ? "" : "…";
            var rate = Run.Rate is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $" · {perSecond:0} files/s") : "";
            var left = progress.Remaining is { } remaining ? $" · {Wording.Seconds(Math.Max(1, remaining.TotalSeconds))} left" : "";
            return $"{Wording.Count(progress.FilesDone)} of {Wording.Count(progress.FilesTotal, "file")} · {Wording.Count(progress.Chunks, "chunk")}{rate}{left}";
        }
    }
}

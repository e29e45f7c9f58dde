using LocalRag.Health;
using LocalRag.Web.Indexing;

namespace LocalRag.Web.Health;

/// <summary>What <c>localrag doctor</c> looks at, and what only a running server can tell.</summary>
internal sealed class ServerCheckup(KnowledgeBase knowledgeBase, IndexRuns runs)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
        [.. await Checkup.RunAsync(Path.GetDirectoryName(knowledgeBase.IndexPath)!, () => knowledgeBase, cancellationToken), Memory(), Runs()];

    private static Finding Memory()
    {
        var (used, total) = (Environment.WorkingSet, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return new Finding("memory", Verdict.Ok, $"{ByteSize.Format(used)} used by this server, {ByteSize.Format(total)} on the machine");
    }

    private Finding Runs() =>
        runs.Active is { } run ? new Finding("indexing", Verdict.Ok, $"{run.Label} is being indexed")
        : runs.All is [{ State: IndexRunState.Failed } failed, ..] ? new Finding("indexing", Verdict.Warn, $"the last run over {failed.Label} failed: {failed.Error}", "Refresh the source on the Index page.")
        : new Finding("indexing", Verdict.Ok, "nothing is running");
}

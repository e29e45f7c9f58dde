using System.Globalization;
using System.Runtime.InteropServices;
using LocalRag.Documents;
using LocalRag.Web.Indexing;
using LocalRag.Web.Overview;

namespace LocalRag.Web.Health;

/// <summary>Looks at what a running server needs, one finding each; the command line's <c>localrag doctor</c> looks at the installation too.</summary>
internal sealed class Checkup(KnowledgeBase knowledgeBase, StatusBoard status, IndexRuns runs)
{
    /// <summary>An index is about as large as the text in it; below this a large repository may not fit.</summary>
    private const long LowSpace = 1_000_000_000;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
    [
        new(".NET", Verdict.Ok, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {NativeParts.RuntimeIdentifier}"),
        Part("sqlite-vec", NativeParts.LibraryPath("vec0"), Verdict.Fail, "Without it no index can be opened. Run `npm ci` in the LocalRag checkout and build again."),
        Part("ast-grep", NativeParts.ProgramPath("ast-grep"), Verdict.Warn, "Run `npm ci` in the LocalRag checkout and build again. Until then other languages than C# are cut by indentation and braces."),
        await IndexAsync(cancellationToken),
        Space(),
        Writable(),
        Memory(),
        Runs(),
    ];

    private static Finding Part(string name, string path, Verdict without, string remedy) =>
        File.Exists(path) ? new Finding(name, Verdict.Ok, $"there for {NativeParts.RuntimeIdentifier}") : new Finding(name, without, $"missing for {NativeParts.RuntimeIdentifier}", remedy);

    private static Finding Memory()
    {
        var (used, total) = (Environment.WorkingSet, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return new Finding("memory", Verdict.Ok, $"{Wording.Bytes(used)} used by this server, {Wording.Bytes(total)} on the machine");
    }

    private async Task<Finding> IndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            var state = await status.GetAsync(cancellationToken);
            var failures = state.Sources.Sum(source => source.Failures.Count);
            if (state.Sources.Count == 0) return new Finding("index", Verdict.Warn, $"'{state.Name}' holds nothing yet", "Add a folder or repository on the Index page.");
            return failures > 0
                ? new Finding("index", Verdict.Warn, $"{Wording.Count(failures, "file")} could not be read", "The Index page names them with the reasons.")
                : new Finding("index", Verdict.Ok, $"'{state.Name}': {Wording.Count(state.Sources.Count, "source")}, {Wording.Count(state.Sources.Sum(source => source.Chunks), "chunk")}, {Wording.Bytes(state.SizeBytes)}");
        }
        catch (KnowledgeBaseException exception)
        {
            return new Finding("index", Verdict.Fail, Wording.Error(exception, knowledgeBase));
        }
    }

    private Finding Space()
    {
        try
        {
            var free = new DriveInfo(Path.GetDirectoryName(knowledgeBase.IndexPath)!).AvailableFreeSpace;
            return free < LowSpace
                ? new Finding("disk space", Verdict.Warn, $"{Wording.Bytes(free)} free", $"Free some space, or set {LocalRagHome.Variable} to a folder on another disk.")
                : new Finding("disk space", Verdict.Ok, $"{Wording.Bytes(free)} free");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding("disk space", Verdict.Warn, "could not be told");
        }
    }

    private Finding Writable()
    {
        var folder = Path.GetDirectoryName(knowledgeBase.IndexPath)!;
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".doctor-{Environment.ProcessId}"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Finding("folder of indexes", Verdict.Ok, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Finding("folder of indexes", Verdict.Fail, "it cannot be written to", $"Make {folder} writable, or set {LocalRagHome.Variable} to another folder.");
        }
    }

    private Finding Runs() =>
        runs.Active is { } run ? new Finding("indexing", Verdict.Ok, $"{run.Label} is being indexed")
        : runs.All is [{ State: IndexRunState.Failed } failed, ..] ? new Finding("indexing", Verdict.Warn, $"the last run over {failed.Label} failed: {failed.Error}", "Refresh the source on the Index page.")
        : new Finding("indexing", Verdict.Ok, "nothing is running");
}

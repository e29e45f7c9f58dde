using System.Globalization;
using System.Runtime.InteropServices;
using LocalRag.Documents;
using LocalRag.Embedding;
using LocalRag.Storage;

namespace LocalRag.Health;

/// <summary>Looks at everything that LocalRag needs, one finding each. A check that fails does not keep the others from running.</summary>
public static class Checkup
{
    /// <summary>An index is about as large as the text in it; below this a large repository may not fit.</summary>
    private const long LowSpace = 1_000_000_000;

    /// <summary>Looks at the installation, the home folder and a knowledge base.</summary>
    /// <param name="home">The folder of indexes, models and settings.</param>
    /// <param name="open">Gives the knowledge base; whatever it throws is a finding.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(string home, Func<KnowledgeBase> open, CancellationToken cancellationToken = default) =>
    [
        Runtime(),
        Attempt("SQLite", "Restore the program's folder: build or install LocalRag again.", () => new Finding("SQLite", Verdict.Ok, $"{SqliteVersions.Engine()} with FTS5")),
        Attempt("sqlite-vec", "Run 'npm ci' in the LocalRag checkout and build again.", () => new Finding("sqlite-vec", Verdict.Ok, SqliteVersions.Vectors())),
        await AstGrepAsync(cancellationToken).ConfigureAwait(false),
        Attempt("embedder", "Restore models/builtin-embedder beside the program: build or install LocalRag again.", Embedder),
        await GitAsync(cancellationToken).ConfigureAwait(false),
        Attempt("home", $"Make {home} writable, or set {LocalRagHome.Variable} to another folder.", () => Home(home)),
        Attempt("disk space", $"Free some space, or set {LocalRagHome.Variable} to a folder on another disk.", () => Space(home)),
        await IndexAsync(open, cancellationToken).ConfigureAwait(false),
        await DeepAsync(open, cancellationToken).ConfigureAwait(false),
    ];

    private static Finding Runtime() =>
        new(".NET", Verdict.Ok, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {NativeParts.RuntimeIdentifier}");

    private static Finding Attempt(string check, string remedy, Func<Finding> look)
    {
        try
        {
            return look();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A check-up reports whatever is wrong; that is what it is for.
            return new Finding(check, Verdict.Fail, exception.Message, remedy);
        }
    }

    private static async Task<Finding> AstGrepAsync(CancellationToken cancellationToken)
    {
        const string Remedy = "Run 'npm ci' in the LocalRag checkout and build again. Until then other languages than C# are cut by indentation and braces.";
        var path = NativeParts.ProgramPath("ast-grep");
        if (!File.Exists(path)) return new Finding("ast-grep", Verdict.Warn, $"missing for {NativeParts.RuntimeIdentifier}", Remedy);
        return await ProgramVersion.OfAsync(path, cancellationToken).ConfigureAwait(false) is { } version
            ? new Finding("ast-grep", Verdict.Ok, version)
            : new Finding("ast-grep", Verdict.Warn, "is there but does not run", Remedy);
    }

    private static Finding Embedder()
    {
        using var embedder = StaticEmbedder.LoadBuiltIn();
        return new Finding("embedder", Verdict.Ok, $"{embedder.Name}, {embedder.Dimensions} dimensions, built in");
    }

    private static async Task<Finding> GitAsync(CancellationToken cancellationToken) =>
        await ProgramVersion.OfAsync("git", cancellationToken).ConfigureAwait(false) is { } version
            ? new Finding("git", Verdict.Ok, version)
            : new Finding("git", Verdict.Warn, "not found", "Install git. Until then folders are read by their .gitignore files, and no commits are shown.");

    private static Finding Home(string home)
    {
        Directory.CreateDirectory(home);
        var probe = Path.Combine(home, $".doctor-{Environment.ProcessId}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        return new Finding("home", Verdict.Ok, home);
    }

    private static Finding Space(string home)
    {
        var free = new DriveInfo(home).AvailableFreeSpace;
        return free < LowSpace
            ? new Finding("disk space", Verdict.Warn, $"{ByteSize.Format(free)} free", $"Free some space, or set {LocalRagHome.Variable} to a folder on another disk.")
            : new Finding("disk space", Verdict.Ok, $"{ByteSize.Format(free)} free");
    }

    private static async Task<Finding> IndexAsync(Func<KnowledgeBase> open, CancellationToken cancellationToken)
    {
        const string Check = "index";
        try
        {
            var status = await open().GetStatusAsync(cancellationToken).ConfigureAwait(false);
            if (status.Sources.Count == 0) return new Finding(Check, Verdict.Warn, $"knowledge base '{status.Name}' holds nothing yet", "Add a folder or repository: 'localrag index PATH', or the page's Index.");
            var held = string.Create(CultureInfo.InvariantCulture, $"'{status.Name}': {Number(status.Sources.Count, "source")}, {Number(status.Sources.Sum(source => source.Chunks), "chunk")}, {ByteSize.Format(status.SizeBytes)}");
            if (status.Sources.Select(source => source.Problem).OfType<string>().ToList() is { Count: > 0 } problems) return new Finding(Check, Verdict.Warn, held, string.Join(' ', problems));
            return status.Sources.Sum(source => source.Failures.Count) is > 0 and var failures
                ? new Finding(Check, Verdict.Warn, $"{held}; {Number(failures, "file")} could not be read", "'localrag status' and the page's Index name them with the reasons.")
                : new Finding(Check, Verdict.Ok, held);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The message of the knowledge base names the remedy itself.
            return new Finding(Check, Verdict.Fail, exception.Message);
        }
    }

    private static async Task<Finding> DeepAsync(Func<KnowledgeBase> open, CancellationToken cancellationToken)
    {
        const string Check = "second embedder";
        try
        {
            var knowledgeBase = open();
            if (knowledgeBase.DeepEmbedder is not { } embedder) return new Finding(Check, Verdict.Ok, "none is set up");
            var dimension = await knowledgeBase.TryDeepEmbedderAsync(cancellationToken).ConfigureAwait(false);
            var deep = (await knowledgeBase.GetStatusAsync(cancellationToken).ConfigureAwait(false)).Deep;
            if (deep is null) return new Finding(Check, Verdict.Ok, $"{embedder} answers, {dimension} dimensions");
            return deep.IsWhole
                ? new Finding(Check, Verdict.Ok, deep.Reach.TrimEnd('.'))
                : new Finding(Check, Verdict.Warn, deep.Reach.TrimEnd('.'), "Run 'localrag index PATH --deep', or let the server fill them in.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Finding(Check, Verdict.Warn, exception.Message, "Searches go on without it. Choose another with 'localrag models use embedder MODEL', or none.");
        }
    }

    private static string Number(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {one}{(count == 1 ? "" : "s")}");
}

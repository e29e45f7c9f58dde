using System.Runtime.InteropServices;
using LocalRag.Cli.Output;
using LocalRag.Documents;
using LocalRag.Embedding;
using Microsoft.Data.Sqlite;

namespace LocalRag.Cli.Health;

/// <summary>Looks at everything that LocalRag needs, one finding each. A check that fails does not keep the others from running.</summary>
internal static class Checkup
{
    /// <summary>An index is about as large as the text in it; below this a large repository may not fit.</summary>
    private const long LowSpace = 1_000_000_000;

    public static async Task<IReadOnlyList<Finding>> RunAsync(string knowledgeBase, CancellationToken cancellationToken)
    {
        var home = LocalRagHome.Find();
        return
        [
            Runtime(),
            Attempt("SQLite", "Restore the program's folder: build or install LocalRag again.", Sqlite),
            Attempt("sqlite-vec", "Run 'npm ci' in the LocalRag checkout and build again.", SqliteVec),
            await AstGrepAsync(cancellationToken),
            Attempt("embedder", "Restore models/builtin-embedder beside the program: build or install LocalRag again.", Embedder),
            await GitAsync(cancellationToken),
            Attempt("home", $"Make {home} writable, or set {LocalRagHome.Variable} to another folder.", () => Home(home)),
            Attempt("disk space", $"Free some space, or set {LocalRagHome.Variable} to a folder on another disk.", () => Space(home)),
            await IndexAsync(knowledgeBase, cancellationToken),
            await DeepAsync(knowledgeBase, cancellationToken),
        ];
    }

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

    private static Finding Sqlite()
    {
        using var connection = OpenInMemory();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE temp.probe USING fts5(body); SELECT sqlite_version();";
        return new Finding("SQLite", Verdict.Ok, $"{command.ExecuteScalar()} with FTS5");
    }

    private static Finding SqliteVec()
    {
        using var connection = OpenInMemory();
        connection.EnableExtensions();
        connection.LoadExtension(NativeParts.Require("vec0", "sqlite-vec"));
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT vec_version();";
        return new Finding("sqlite-vec", Verdict.Ok, $"{command.ExecuteScalar()}");
    }

    private static async Task<Finding> AstGrepAsync(CancellationToken cancellationToken)
    {
        const string Remedy = "Run 'npm ci' in the LocalRag checkout and build again. Until then other languages than C# are cut by indentation and braces.";
        var path = NativeParts.ProgramPath("ast-grep");
        if (!File.Exists(path)) return new Finding("ast-grep", Verdict.Warn, $"missing for {NativeParts.RuntimeIdentifier}", Remedy);
        return await ProgramVersion.OfAsync(path, cancellationToken) is { } version
            ? new Finding("ast-grep", Verdict.Ok, version)
            : new Finding("ast-grep", Verdict.Warn, "is there but does not run", Remedy);
    }

    private static Finding Embedder()
    {
        using var embedder = StaticEmbedder.LoadBuiltIn();
        return new Finding("embedder", Verdict.Ok, $"{embedder.Name}, {embedder.Dimensions} dimensions, built in");
    }

    private static async Task<Finding> GitAsync(CancellationToken cancellationToken) =>
        await ProgramVersion.OfAsync("git", cancellationToken) is { } version
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
            ? new Finding("disk space", Verdict.Warn, $"{Amounts.Bytes(free)} free", $"Free some space, or set {LocalRagHome.Variable} to a folder on another disk.")
            : new Finding("disk space", Verdict.Ok, $"{Amounts.Bytes(free)} free");
    }

    private static async Task<Finding> IndexAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Name = name });
            var status = await knowledgeBase.GetStatusAsync(cancellationToken);
            return status.Sources.Count == 0
                ? new Finding("index", Verdict.Warn, $"knowledge base '{name}' holds nothing yet", "Run 'localrag index PATH'.")
                : new Finding("index", Verdict.Ok, $"'{name}': {(status.Sources.Count == 1 ? "1 source" : $"{status.Sources.Count} sources")}, {Amounts.Count(status.Sources.Sum(source => source.Chunks))} chunks, {Amounts.Bytes(status.SizeBytes)}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The message of the knowledge base names the remedy itself.
            return new Finding("index", Verdict.Fail, exception.Message);
        }
    }

    private static async Task<Finding> DeepAsync(string name, CancellationToken cancellationToken)
    {
        const string Check = "second embedder";
        try
        {
            using var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Name = name });
            if (knowledgeBase.DeepEmbedder is not { } embedder) return new Finding(Check, Verdict.Ok, "none is set up");
            var dimension = await knowledgeBase.TryDeepEmbedderAsync(cancellationToken);
            var status = (await knowledgeBase.GetStatusAsync(cancellationToken)).Deep;
            if (status is null) return new Finding(Check, Verdict.Ok, $"{embedder} answers, {dimension} dimensions");
            return status.IsWhole
                ? new Finding(Check, Verdict.Ok, DeepText.Reach(status).TrimEnd('.'))
                : new Finding(Check, Verdict.Warn, DeepText.Reach(status).TrimEnd('.'), "Run 'localrag index PATH --deep', or let the server fill them in.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Finding(Check, Verdict.Warn, exception.Message, "Searches go on without it. Choose another with 'localrag models use embedder MODEL', or none.");
        }
    }

    private static SqliteConnection OpenInMemory()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }
}

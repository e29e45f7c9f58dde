using System.Globalization;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using LocalRag.Indexing;

namespace LocalRag.Tests.Watching;

/// <summary>Whatever happened to a repository and to runs over it, one update makes the index what a clean one is.</summary>
public sealed class EveryChangeTests
{
    private static readonly string Program = typeof(EveryChangeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Program").Value!;

    private static readonly string[] Paths = ["a.cs", "b.md", "src/c.py", "src/d.txt", "docs/e.json", "src/f.log", "g.txt", "bin/h.txt", "docs/inner/i.md", "vendor/j.txt", "src/k.png", "t.csproj", "bin/vendor/l.txt"];

    /// <summary>How many sequences a run tries; a night of them is set from without.</summary>
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("LOCALRAG_TEST_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : 20;

    private enum Step
    {
        Edit, EditMore, EditKeepingTime, Pipe, LookPast, Bare, Delete, DeleteFolder, Rename, Link, Commit, Switch, Ignore, IgnoreDeeper, IgnoreOwn, Force, Untrack, Nest, HardReset, Secret, Settings, Index, KilledIndex, Search, KilledSearch, KilledProgram,
    }

    private static readonly Gen<(Step, int)> AnyStep = Gen.Choose(0, (int)Step.KilledSearch).Zip(Gen.Choose(0, 1000)).Select(pair => ((Step)pair.Item1, pair.Item2));

    [Fact]
    public void Any_sequence_of_changes_runs_and_kills_ends_in_the_index_of_a_clean_run()
    {
        Prop.ForAll(Arb.From(AnyStep.ArrayOf(20), Without), taken => Task.Run(() => HoldAsync(taken)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    /// <summary>The program itself is killed, at any moment between its first write and its end.</summary>
    [Fact]
    public void Kills_of_the_real_program_lose_nothing_either()
    {
        var kill = Gen.Choose(0, 1000).Select(number => (Step.KilledProgram, number));
        var steps = AnyStep.ArrayOf(4).SelectMany(first => kill, (first, second) => ((Step, int)[])[.. first, second]).ArrayOf(3).Select(parts => parts.SelectMany(part => part).ToArray());
        Prop.ForAll(Arb.From(steps, Without), taken => Task.Run(() => HoldAsync(taken, files: 60)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(2, Cases / 10)));
    }

    /// <summary>Shortens a sequence that fails, so that what is left tells why.</summary>
    private static IEnumerable<(Step, int)[]> Without((Step, int)[] steps) => steps.Select((_, left) => steps.Where((_, i) => i != left).ToArray());

    private static async Task HoldAsync((Step Step, int Number)[] steps, int files = 0)
    {
        using var folder = new IndexedFolder();
        var writes = 0;
        foreach (var path in Paths[..4]) Write(folder, path, ++writes);
        for (var i = 0; i < files; i++) Write(folder, $"many/{i}.cs", ++writes);
        folder.Folder.Commit();
        await folder.IndexAsync();
        foreach (var (step, number) in steps) await TakeAsync(folder, step, number, ++writes);

        // By a search or by a run: both must get there.
        if (steps.Sum(step => step.Number) % 2 == 0) await folder.SearchAsync("walrus");
        else await folder.IndexAsync();
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    private static async Task TakeAsync(IndexedFolder folder, Step step, int number, int writes)
    {
        var path = Paths[number % Paths.Length];
        var full = Path.Combine(folder.Root, path);
        switch (step)
        {
            case Step.Edit or Step.EditMore:
                Write(folder, path, writes);
                break;
            case Step.EditKeepingTime when OperatingSystem.IsLinux() && File.Exists(full) && new FileInfo(full) is { LinkTarget: null } file:
                var (text, time) = (File.ReadAllBytes(full), file.LastWriteTimeUtc);
                if (text.Length > 10) text[9] = (byte)('a' + (writes % 26));
                File.WriteAllBytes(full, text);
                File.SetLastWriteTimeUtc(full, time);
                break;
            case Step.Pipe when OperatingSystem.IsLinux() && Directory.Exists(Path.Combine(folder.Root, "src")) && !File.Exists(Path.Combine(folder.Root, "src", "pipe")):
                using (var make = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder.Root, "src", "pipe")])) await make.WaitForExitAsync();
                break;
            case Step.LookPast:
                folder.Folder.TryGit("update-index", number % 2 == 0 ? "--skip-worktree" : "--no-skip-worktree", path);
                break;
            case Step.Bare when Directory.Exists(Path.Combine(folder.Root, "docs")):
                folder.Folder.TryGit("init", "--quiet", "--bare", "docs/bare.git");
                break;
            case Step.Delete when File.Exists(full):
                File.Delete(full);
                break;
            case Step.DeleteFolder when path.Contains('/', StringComparison.Ordinal) && Directory.Exists(Path.GetDirectoryName(full)):
                Directory.Delete(Path.GetDirectoryName(full)!, recursive: true);
                if (number % 2 == 0) Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                break;
            case Step.Link when File.Exists(full):
                File.Delete(full);
                File.CreateSymbolicLink(full, Path.Combine(folder.Folder.Home, "elsewhere"));
                break;
            case Step.Rename when File.Exists(full):
                var target = Path.Combine(folder.Root, Paths[number * 3 % Paths.Length]);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(full, target, overwrite: true);
                break;
            case Step.Commit:
                Commit(folder);
                break;
            case Step.Switch:
                var branch = $"branch-{number % 3}";
                Commit(folder);
                folder.Folder.TryGit(["switch", "--quiet", .. folder.Folder.Git("branch", "--list", branch).Length == 0 ? new[] { "--create" } : [], branch]);
                break;
            case Step.Ignore:
                folder.Write(".gitignore", number % 3 == 0 ? "" : number % 3 == 1 ? "*.log\n/src/d.txt\n" : "docs/\n*.txt\n!g.txt\n*.csproj\n");
                break;
            case Step.IgnoreDeeper when Directory.Exists(Path.GetDirectoryName(full)):
                File.WriteAllText(Path.Combine(Path.GetDirectoryName(full)!, ".gitignore"), number % 2 == 0 ? "*\n" : "*.txt\n!d.txt\n");
                break;
            case Step.IgnoreOwn:
                folder.Write(".localragignore", number % 4 == 0 ? "src/\n" : number % 4 == 1 ? "*.md\n" : "");
                break;
            case Step.Force when File.Exists(full):
                folder.Folder.TryGit("add", "--force", path);
                break;
            case Step.Untrack:
                folder.Folder.TryGit("rm", "--quiet", "--cached", "-r", "--ignore-unmatch", path);
                break;
            case Step.Nest when Directory.Exists(Path.Combine(folder.Root, "docs")):
                var inner = Path.Combine(folder.Root, "docs");
                if (number % 2 == 0)
                {
                    folder.Folder.GitIn(inner, "init", "--quiet");
                    if (number % 4 == 0) folder.Folder.GitIn(inner, "commit", "--quiet", "--allow-empty", "-m", "inner");
                }
                else if (Directory.Exists(Path.Combine(inner, ".git")))
                {
                    Directory.Delete(Path.Combine(inner, ".git"), recursive: true);
                }

                break;
            case Step.HardReset:
                folder.Folder.TryGit("reset", "--quiet", "--hard", "HEAD");
                break;
            case Step.Secret:
                folder.Write(path, string.Create(CultureInfo.InvariantCulture, $"{new string(' ', writes)}-----BEGIN PRIVATE KEY-----\n{new string('A', 64)}\n"));
                break;
            case Step.Settings:
                folder.Write(".localrag.json", number % 2 == 0 ? "{}" : """{"languages": ["csharp", "markdown", "text"], "exclude": ["g.*"]}""");
                break;
            case Step.Index:
                await folder.IndexAsync();
                break;
            case Step.KilledIndex:
                using (var killed = new CancellationTokenSource())
                {
                    var left = number % 6;
                    await Killed(() => folder.KnowledgeBase.IndexAsync(new IndexRequest(folder.Root), new Steps(_ => { if (left-- == 0) killed.Cancel(); }), killed.Token));
                }

                break;
            case Step.Search:
                await folder.SearchAsync("walrus");
                break;
            case Step.KilledSearch:
                using (var killed = new CancellationTokenSource(TimeSpan.FromMilliseconds(number % 20)))
                    await Killed(() => folder.KnowledgeBase.SearchAsync(new LocalRag.Retrieval.SearchQuery("walrus"), killed.Token));
                break;
            case Step.KilledProgram:
                for (var i = number % 7; i < 60; i += 7) Write(folder, $"many/{i}.cs", writes + i);
                KillProgram(folder, number % 3 == 0 ? ["search", "walrus"] : ["index", folder.Root], number % 8);
                break;
        }
    }

    /// <summary>Starts the real program and kills it after so many of its writes; it may have ended before.</summary>
    private static void KillProgram(IndexedFolder folder, string[] arguments, int writes)
    {
        using var process = folder.Folder.Start(Program, folder.Root, arguments, ("LOCALRAG_HOME", Path.GetDirectoryName(folder.KnowledgeBase.IndexPath)!));
        var log = new FileInfo(folder.KnowledgeBase.IndexPath + "-wal");
        var (seen, size) = (0, log.Exists ? log.Length : 0);
        while (seen <= writes && !process.WaitForExit(1))
        {
            log.Refresh();
            if (log.Exists && log.Length != size) (seen, size) = (seen + 1, log.Length);
        }

        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>Git refuses some of what may lie there by then, as a repository within without a commit: such a step is none.</summary>
    private static void Commit(IndexedFolder folder)
    {
        if (folder.Folder.TryGit("add", "--all")) folder.Folder.TryGit("commit", "--quiet", "--allow-empty", "-m", "change");
    }

    /// <summary>Each write has a length of its own: where the system does not tell when a file was changed but only when it was written, size and time may be all there is.</summary>
    private static void Write(IndexedFolder folder, string path, int number) => folder.Write(path, path.EndsWith(".cs", StringComparison.Ordinal)
        ? $"namespace Zoo;\n\npublic sealed class Walrus{number}\n{{\n    // {new string('w', number)}\n    public int Tusks() => {number};\n}}\n"
        : $"# Walrus {number}\n\nThe walrus with the number {number} sleeps {new string('z', number)}.\n");

    private static async Task Killed(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // That was the point of it.
        }
    }

    private sealed class Steps(Action<IndexProgress> step) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => step(value);
    }
}

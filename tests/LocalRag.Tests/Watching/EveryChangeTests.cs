using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LocalRag.Indexing;

namespace LocalRag.Tests.Watching;

/// <summary>Whatever happened to a repository and to runs over it, one update makes the index what a clean one is.</summary>
public sealed class EveryChangeTests
{
    private static readonly string[] Paths = ["a.cs", "b.md", "src/c.py", "src/d.txt", "docs/e.json", "src/f.log", "g.txt"];

    private enum Step
    {
        Edit, EditMore, Delete, Rename, Commit, Switch, Ignore, IgnoreOwn, Force, HardReset, Secret, Settings, Index, KilledIndex, Search, KilledSearch,
    }

    [Fact(Skip = "Known fault: after a partial update, a note on a forced, ignored file can differ from a clean run's.")]
    public void Any_sequence_of_changes_runs_and_kills_ends_in_the_index_of_a_clean_run()
    {
        var steps = Gen.Choose(0, Enum.GetValues<Step>().Length - 1).Zip(Gen.Choose(0, 1000)).Select(pair => ((Step)pair.Item1, pair.Item2)).ArrayOf(14);
        Prop.ForAll(steps.ToArbitrary(), taken => Task.Run(() => HoldAsync(taken)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    private static async Task HoldAsync((Step Step, int Number)[] steps)
    {
        using var folder = new IndexedFolder();
        var writes = 0;
        foreach (var path in Paths[..4]) Write(folder, path, ++writes);
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
            case Step.Delete when File.Exists(full):
                File.Delete(full);
                break;
            case Step.Rename when File.Exists(full):
                var target = Path.Combine(folder.Root, Paths[number * 3 % Paths.Length]);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(full, target, overwrite: true);
                break;
            case Step.Commit:
                folder.Folder.Commit();
                break;
            case Step.Switch:
                var branch = $"branch-{number % 3}";
                folder.Folder.Commit();
                folder.Folder.Git(["switch", "--quiet", .. folder.Folder.Git("branch", "--list", branch).Length == 0 ? new[] { "--create" } : [], branch]);
                break;
            case Step.Ignore:
                folder.Write(".gitignore", number % 3 == 0 ? "" : number % 3 == 1 ? "*.log\n/src/d.txt\n" : "docs/\n*.txt\n!g.txt\n");
                break;
            case Step.IgnoreOwn:
                folder.Write(".localragignore", number % 2 == 0 ? "" : "src/\n");
                break;
            case Step.Force when File.Exists(full):
                folder.Folder.Git("add", "--force", path);
                break;
            case Step.HardReset:
                folder.Folder.Git("reset", "--quiet", "--hard", "HEAD");
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
        }
    }

    /// <summary>Each write has a length of its own, as a file whose size and time are the same is taken for unchanged.</summary>
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

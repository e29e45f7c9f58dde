using System.Diagnostics;
using System.Globalization;
using LocalRag.Hooks;
using LocalRag.Indexing;
using LocalRag.Retrieval;

namespace LocalRag.Benchmarks;

/// <summary>
/// Measures how soon a commit is found, with a knowledge base that stays open and with the program started for each search, what a hook
/// and a comparison without changes cost, and how long a switch between branches takes. Works on a clone of its own.
/// </summary>
public sealed class FreshnessFigures(string repository, string program, int commits)
{
    private const int SwitchedFiles = 500;

    private readonly string _folder = Directory.CreateTempSubdirectory("localrag-freshness-").FullName;

    private string Clone => Path.Combine(_folder, "clone");

    private string Home => Path.Combine(_folder, "home");

    public async Task RunAsync()
    {
        try
        {
            await MeasureAsync();
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task MeasureAsync()
    {
        Run("git", ["clone", "--quiet", "--shared", Path.GetFullPath(repository), Clone], _folder);
        Git("config", "user.name", "Figures");
        Git("config", "user.email", "figures@example.org");
        using var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = Home });
        var first = await knowledgeBase.IndexAsync(new IndexRequest(Clone));
        Console.WriteLine($"first run: {first.Files} files, {first.Chunks} chunks, {Seconds(first.Seconds.Total)}");
        // What is left out, as generated code is, would never be found.
        var files = (await knowledgeBase.ListFilesAsync(first.Source) ?? [])
            .Where(file => file is { Language: "csharp", LeftOut: null, Size: < 20_000 }).Select(file => file.Path).ToArray();

        await FindAsync(knowledgeBase, "warm up");
        var idle = new List<double>();
        for (var i = 0; i < commits; i++)
        {
            // A new time of HEAD ends the holding of the last comparison, as a commit does.
            File.SetLastWriteTimeUtc(Path.Combine(Clone, ".git", "HEAD"), DateTime.UtcNow);
            idle.Add((await FindAsync(knowledgeBase, "retry delay")).Stats.FreshnessMilliseconds);
        }

        Print("comparison without a change", idle);

        var warm = new List<double>();
        for (var i = 0; i < commits; i++)
        {
            var word = Commit(files[i * 37 % files.Length], i, "warm");
            var began = Stopwatch.GetTimestamp();
            while (!(await FindAsync(knowledgeBase, word)).Hits.Any(hit => hit.Text.Contains(word, StringComparison.Ordinal))) await Task.Yield();
            warm.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Print("commit of one file → found, knowledge base open", warm);

        var cold = new List<double>();
        for (var i = 0; i < commits; i++)
        {
            var word = Commit(files[i * 53 % files.Length], i, "cold");
            var began = Stopwatch.GetTimestamp();
            while (!Run(program, ["search", word, "--json", "-n", "3"], Clone).Contains($"{word}(", StringComparison.Ordinal)) await Task.Yield();
            cold.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Print("commit of one file → found, program started for the search", cold);

        GitHooks.Install(Clone, new HookCommand([Path.GetFullPath(program)], Home, "default"));
        Directory.CreateDirectory(Path.Combine(Home, "pending", "default"));
        var hooks = new List<double>();
        for (var i = 0; i < commits; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Run(Path.Combine(Clone, ".git", "hooks", "post-commit"), [], Clone);
            hooks.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Print("hook, until it returns", hooks);
        GitHooks.Uninstall(Clone, new HookCommand([Path.GetFullPath(program)], Home, "default"));
        await knowledgeBase.FollowCommitsAsync();

        Git("switch", "--quiet", "--create", "switched");
        foreach (var (i, file) in files.Take(SwitchedFiles).Index()) Append(file, $"Switched{i}");
        Git("commit", "--quiet", "--all", "-m", "switched");
        foreach (var branch in (string[])["switched", "-", "-"])
        {
            if (branch == "-") Git("switch", "--quiet", "-");
            var report = await IndexWhenFreeAsync(knowledgeBase);
            Console.WriteLine($"switch of {report.Changed} files: {Seconds(report.Seconds.Total)}, {report.Embedded} texts embedded");
        }
    }

    private async Task<IndexReport> IndexWhenFreeAsync(KnowledgeBase knowledgeBase)
    {
        while (true)
        {
            try
            {
                return await knowledgeBase.IndexAsync(new IndexRequest(Clone));
            }
            catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.Locked)
            {
                // What the last hook started still writes.
                await Task.Delay(100);
            }
        }
    }

    private string Commit(string file, int number, string kind)
    {
        var word = string.Create(CultureInfo.InvariantCulture, $"Freshly{kind}{number}x{file.Length}");
        Append(file, word);
        Git("commit", "--quiet", "--all", "-m", word);
        return word;
    }

    private void Append(string file, string word) => File.AppendAllText(Path.Combine(Clone, file), $"\ninternal static class Of{word}\n{{\n    public static int {word}() => 1;\n}}\n");

    private static Task<SearchResult> FindAsync(KnowledgeBase knowledgeBase, string text) => knowledgeBase.SearchAsync(new SearchQuery(text) { Limit = 3 });

    private string Git(params string[] arguments) => Run("git", arguments, Clone);

    private string Run(string name, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(name, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["LOCALRAG_HOME"] = Home;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static void Print(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: p50 {milliseconds[milliseconds.Count / 2]:0} ms, p95 {milliseconds[milliseconds.Count * 95 / 100]:0} ms ({milliseconds.Count} times)"));
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}

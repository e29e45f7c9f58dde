using System.Diagnostics;
using System.Globalization;
using LocalRag.Hooks;
using LocalRag.Indexing;
using LocalRag.Retrieval;

namespace LocalRag.Benchmarks;

/// <summary>
/// Measures how soon a commit is found, with the server running, with a knowledge base that stays open and with the program started for each
/// search; what hooks and a comparison without changes cost; and how long a switch between branches takes. Works on a clone of its own.
/// </summary>
public sealed class FreshnessFigures(string repository, string program, int commits)
{
    private const int SwitchedFiles = 500;
    private const int RebasedCommits = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("localrag-freshness-").FullName;

    private string Clone => Path.Combine(_folder, "clone");

    private string Home => Path.Combine(_folder, "home");

    public async Task RunAsync()
    {
        try
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores, load {Load()} at the start");
            await MeasureAsync();
            Console.WriteLine($"load {Load()} at the end");
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
        await MeasureServerAsync(files);
        await MeasureHooksAsync(files);
        // What the last hook started would take the switch in before it is measured.
        while (Process.GetProcessesByName(Path.GetFileNameWithoutExtension(program)).Length > 0) await Task.Delay(50);
        await knowledgeBase.FollowCommitsAsync();

        await IndexWhenFreeAsync(knowledgeBase);
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

    private async Task MeasureServerAsync(string[] files)
    {
        var server = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(program))!, "web", "LocalRag.Web");
        if (!File.Exists(server))
        {
            Console.WriteLine($"with the server running: not measured, there is no {server}");
            return;
        }

        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        var port = ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        using var process = Start(server, ["--port", port.ToString(CultureInfo.InvariantCulture), "--Home", Home, "--Sample", "none"], Clone);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
            while (!await AnswersAsync(client, "warm up", "")) await Task.Delay(100);
            var found = new List<double>();
            for (var i = 0; i < commits; i++)
            {
                var word = Commit(files[i * 41 % files.Length], i, "served");
                var began = Stopwatch.GetTimestamp();
                while (!await AnswersAsync(client, word, $"{word}(")) await Task.Yield();
                found.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            Print("commit of one file → found, server running", found);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string query, string wanted)
    {
        try
        {
            return (await client.GetStringAsync(new Uri($"api/search?q={Uri.EscapeDataString(query)}&n=3", UriKind.Relative))).Contains(wanted, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            // It is not up yet.
            return false;
        }
    }

    private async Task MeasureHooksAsync(string[] files)
    {
        var command = new HookCommand([Path.GetFullPath(program)], Home, "default");
        var pending = Path.Combine(Home, "pending", "default");
        var hook = Path.Combine(Clone, ".git", "hooks", "post-commit");
        GitHooks.Install(Clone, command);
        var (starting, following) = (new List<double>(), new List<double>());
        for (var i = 0; i < Math.Max(5, commits / 5); i++)
        {
            // The process that the last one started takes the mark away when it begins.
            while (Directory.EnumerateFiles(pending).Any()) await Task.Delay(20);
            starting.Add(Timed(() => Run(hook, [], Clone)));
            for (var j = 0; j < 4; j++) following.Add(Timed(() => Run(hook, [], Clone)));
        }

        Print("hook that starts an update, until it returns", starting);
        Print("hook behind another, until it returns", following);
        while (Directory.EnumerateFiles(pending).Any()) await Task.Delay(20);

        GitHooks.Uninstall(Clone, command);
        Git("branch", "base");
        for (var i = 0; i < RebasedCommits; i++) Commit(files[i], i, "rebased");
        var tip = Git("rev-parse", "HEAD").Trim();
        Git("switch", "--quiet", "base");
        Commit(files[^1], 0, "beside");
        Git("switch", "--quiet", "--create", "once", tip);
        var without = Timed(() => Git("rebase", "--quiet", "base"));
        Git("switch", "--quiet", "--create", "again", tip);
        GitHooks.Install(Clone, command);
        var with = Timed(() => Git("rebase", "--quiet", "base"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rebase of {RebasedCommits} commits: {without / 1000:0.0} s without hooks, {with / 1000:0.0} s with them"));
        while (Directory.EnumerateFiles(pending).Any()) await Task.Delay(20);
        GitHooks.Uninstall(Clone, command);
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
        using var process = Start(name, arguments, folder);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private Process Start(string name, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(name, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["LOCALRAG_HOME"] = Home;
        return Process.Start(start)!;
    }

    private static double Timed(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static void Print(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: p50 {milliseconds[milliseconds.Count / 2]:0} ms, p95 {milliseconds[milliseconds.Count * 95 / 100]:0} ms ({milliseconds.Count} times)"));
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}

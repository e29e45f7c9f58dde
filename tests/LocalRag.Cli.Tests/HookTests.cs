using System.Diagnostics;
using System.Globalization;

namespace LocalRag.Cli.Tests;

/// <summary>Hooks that start the real program.</summary>
public sealed class HookTests : IDisposable
{
    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    [Fact]
    public async Task A_commit_is_in_the_index_although_git_knows_nothing_of_the_shell_it_was_started_from()
    {
        await StartAsync();
        Assert.All((await _localrag.RunAsync("hook", "status", "--repo", _localrag.Work, "--json")).Json.GetProperty("hooks").EnumerateObject(), hook => Assert.Equal("installed", hook.Value.GetString()));
        _localrag.Write("b.md", "# Ocelot\n\nIt hunts at night.\n");
        Git("add", "--all");
        Git("commit", "--quiet", "-m", "second");
        Assert.Equal(2, await FollowedAsync());
        Assert.Equal(0, (await _localrag.RunAsync("hook", "uninstall", "--repo", _localrag.Work)).Code);
        Assert.False(File.Exists(Path.Combine(_localrag.Work, ".git", "hooks", "post-commit")));
    }

    [Fact]
    public async Task A_rebase_of_a_hundred_commits_is_one_or_two_runs()
    {
        _localrag.Write("a.md", "# Walrus\n\nIt swims.\n");
        Git("init", "--quiet");
        Git("add", "--all");
        Git("commit", "--quiet", "-m", "first");
        Git("branch", "base");
        for (var i = 0; i < 100; i++)
        {
            _localrag.Write("b.md", $"# Ocelot\n\nIt has hunted {i} times.\n");
            Git("add", "--all");
            Git("commit", "--quiet", "-m", $"change {i}");
        }

        Git("switch", "--quiet", "base");
        _localrag.Write("c.md", "# Pelican\n\nIt flies.\n");
        Git("add", "--all");
        Git("commit", "--quiet", "-m", "beside");
        Git("switch", "--quiet", "main");
        await _localrag.RunAsync("index", _localrag.Work);
        await _localrag.RunAsync("hook", "install", "--repo", _localrag.Work);
        var before = await GenerationAsync();
        Git("rebase", "--quiet", "base");
        Assert.Equal(3, await FollowedAsync());
        Assert.InRange(await GenerationAsync() - before, 1, 2);
    }

    private async Task StartAsync()
    {
        _localrag.Write("a.md", "# Walrus\n\nIt swims.\n");
        Git("init", "--quiet");
        Git("add", "--all");
        Git("commit", "--quiet", "-m", "first");
        await _localrag.RunAsync("index", _localrag.Work);
        await _localrag.RunAsync("hook", "install", "--repo", _localrag.Work);
    }

    /// <summary>Waits until what the hooks started has ended, and gives the number of files that are indexed then.</summary>
    private async Task<int> FollowedAsync()
    {
        var head = Git("rev-parse", "HEAD").Trim();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(2);)
        {
            var source = (await _localrag.RunAsync("status", "--json")).Json.GetProperty("sources")[0];
            var isPending = Directory.EnumerateFiles(Path.Combine(_localrag.Home, "pending", "default")).Any();
            if (source.GetProperty("indexedCommit").GetString() == head && !isPending && source.GetProperty("changedFiles").GetInt32() == 0) return source.GetProperty("files").GetInt32();
        }

        throw new TimeoutException("The hooks' update did not come.");
    }

    private async Task<long> GenerationAsync() => (await _localrag.RunAsync("status", "--json")).Json.GetProperty("generation").GetInt64();

    private string Git(params string[] arguments)
    {
        Directory.CreateDirectory(_localrag.Work);
        var start = new ProcessStartInfo("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false", .. arguments])
        {
            WorkingDirectory = _localrag.Work,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As a desktop starts it: no LOCALRAG_HOME and none of the shell's settings.
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = _localrag.Work + "-home";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"git {string.Join(' ', arguments)}: {process.ExitCode} {error.Result}"));
        return output;
    }
}

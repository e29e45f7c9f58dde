using System.Text.Json;

namespace LocalRag.Cli.Tests;

public sealed class InterruptionTests : IDisposable
{
    private const int Files = 4000;

    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    [Fact]
    public async Task An_interrupted_run_ends_with_130_and_the_next_one_completes_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send.");
        for (var i = 0; i < Files; i++) _localrag.Write($"part{i % 50}/Note{i}.md", $"# Note {i}\n\nThe parcel with number {i} is kept on shelf {i * 7}.\n");
        Directory.CreateDirectory(_localrag.Home);
        using var watcher = new FileSystemWatcher(_localrag.Home, "default.db") { EnableRaisingEvents = true };
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => begun.TrySetResult();

        using var process = _localrag.Start("index", _localrag.Work);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Localrag.Interrupt(process);
        var interrupted = await Localrag.EndAsync(process);
        var resumed = await _localrag.RunAsync("index", _localrag.Work, "--json");

        Assert.Equal(130, interrupted.Code);
        Assert.Contains("resumes", interrupted.Error);
        Assert.Equal(0, resumed.Code);
        Assert.Equal(Files, resumed.Json.GetProperty("files").GetInt32());
    }

    [Fact]
    public async Task A_search_that_waits_for_its_next_query_can_be_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send.");
        _localrag.Write("notes.md", "# Notes\n\nLoans are due on Monday.\n");
        await _localrag.RunAsync("index", _localrag.Work);

        using var process = _localrag.Start("search", "--queries", "-", "--json");
        await process.StandardInput.WriteLineAsync("""{"id":"1","query":"loans"}""");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Localrag.Interrupt(process);
        var outcome = await Localrag.EndAsync(process);

        Assert.Equal("1", JsonDocument.Parse(line!).RootElement.GetProperty("id").GetString());
        Assert.Equal(130, outcome.Code);
    }
}

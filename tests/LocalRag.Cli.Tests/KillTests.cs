namespace LocalRag.Cli.Tests;

/// <summary>The program is killed while it indexes, at moments told by what it writes; then it runs to the end.</summary>
public sealed class KillTests : IDisposable
{
    private const int Files = 900;
    private const int Kills = 10;

    private readonly Localrag _localrag = new();
    private readonly Localrag _clean = new();

    public void Dispose()
    {
        _localrag.Dispose();
        _clean.Dispose();
    }

    [Fact]
    public async Task After_ten_kills_the_index_is_that_of_a_clean_run()
    {
        Directory.CreateDirectory(_localrag.Home);
        for (var i = 0; i < Files; i++) Write(i, 0);

        var (kills, runs) = (0, 0);
        while (kills < Kills && runs < 5 * Kills)
        {
            runs++;
            if (await KillAsync(afterWrites: 1 + runs * 7 % 40)) kills++;
            // The folder goes on changing, so that runs replace, remove and find again what killed ones left.
            for (var i = runs % 3; i < Files; i += 3) Write(i, runs);
            for (var i = runs; i < Files; i += 97) File.Delete(PathOf(i));
        }

        Assert.Equal(Kills, kills);
        var finished = await _localrag.RunAsync("index", _localrag.Work, "--name", "work", "--json");
        var clean = await _clean.RunAsync("index", _localrag.Work, "--name", "work", "--json");

        Assert.Equal((0, 0), (finished.Code, clean.Code));
        var (left, right) = (IndexDump.Read(Path.Combine(_localrag.Home, "default.db")), IndexDump.Read(Path.Combine(_clean.Home, "default.db")));
        Assert.True(right.Count > Files * 20, $"{right.Count} lines are too few to tell anything");
        Assert.Equal("ok", left[0]);
        Assert.Empty(left.Except(right).Take(5));
        Assert.Empty(right.Except(left).Take(5));
        Assert.Equal(right.Count, left.Count);
    }

    /// <summary>Starts a run and kills it once it has written to the log so many times; false where the run was faster.</summary>
    private async Task<bool> KillAsync(int afterWrites)
    {
        var (writes, reached) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var watcher = new FileSystemWatcher(_localrag.Home, "default.db-wal") { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size, EnableRaisingEvents = true };
        watcher.Changed += (_, _) =>
        {
            if (Interlocked.Increment(ref writes) >= afterWrites) reached.TrySetResult();
        };
        using var process = _localrag.Start("index", _localrag.Work, "--name", "work");
        await Task.WhenAny(reached.Task, process.WaitForExitAsync(TestContext.Current.CancellationToken));
        process.Kill();
        var outcome = await Localrag.EndAsync(process);
        Assert.True(outcome.Code is 0 or 137, outcome.Error);
        return outcome.Code == 137;
    }

    private string PathOf(int i) => Path.Combine(_localrag.Work, Name(i));

    private static string Name(int i) => i % 2 == 0 ? $"part{i % 20}/Parcel{i}.cs" : $"docs{i % 20}/{i}.md";

    private void Write(int i, int run) => _localrag.Write(Name(i), i % 2 == 0
        ? $$"""
            namespace Parcels;

            /// <summary>The parcel number {{i}} of round {{run}}{{new string('.', run)}}</summary>
            public sealed class Parcel{{i}}
            {
                public int Shelf => {{i * 7 + run}};

                public string Send(string to) => $"{{i}} goes to {to} in round {{run}}";
            }

            """
        : $"# Parcel {i}\n\nIn round {run} the parcel is kept on shelf {i * 7}{new string('.', run)}\n\n## Sending\n\nIt goes by rail.\n");
}

using System.Threading.Channels;
using LocalRag.Watching;

namespace LocalRag.Tests.Watching;

public sealed class SourceWatcherTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Saves_commits_and_checkouts_are_in_without_a_search(bool useEvents)
    {
        using var folder = new IndexedFolder(new FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero });
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        await using var watch = new Watch(folder, useEvents);

        folder.Write("a.txt", "the quick ocelot\n");
        Assert.Equal(1, await watch.TakenInAsync());
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot"));
        folder.Folder.Git("checkout", "--quiet", "--force", "-b", "other", "HEAD");
        folder.Folder.Git("checkout", "--quiet", "--force", "HEAD", "--", ".");
        await watch.TakenInAsync();
        Assert.Equal(["a.txt"], await folder.FindAsync("walrus"));
    }

    [Fact]
    public async Task A_folder_that_comes_back_is_followed_again()
    {
        using var folder = new IndexedFolder(new FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero });
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        await using var watch = new Watch(folder, useEvents: true);
        Directory.Move(folder.Root, folder.Root + "-away");
        Assert.Contains("gone, empty", await watch.SaidAsync(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Root + "-away", "a.txt"), "the quick ocelot\n");
        Directory.Move(folder.Root + "-away", folder.Root);
        Assert.Equal(1, await watch.TakenInAsync());
    }

    [Fact]
    public async Task Another_folder_in_the_place_of_the_root_is_followed()
    {
        using var folder = new IndexedFolder(new FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero });
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        using var above = new SourceEvents(folder.Root, folder.Folder.Options, () => { });
        Assert.True(above.IsCurrent);
        await using var watch = new Watch(folder, useEvents: true);
        Directory.Move(folder.Root, folder.Root + "-away");
        folder.Write("a.txt", "the quick ocelot\n");
        Assert.False(above.IsCurrent);
        await watch.TakenInAsync();
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot"));
    }

    [Fact]
    public async Task A_watcher_waits_for_the_first_index_and_says_so()
    {
        using var folder = new IndexedFolder(new FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero });
        folder.Write("a.txt", "the quick walrus\n");
        await using var watch = new Watch(folder, useEvents: true);
        Assert.Contains("localrag index", await watch.SaidAsync(), StringComparison.Ordinal);
        await folder.IndexAsync();
        folder.Write("a.txt", "the quick ocelot\n");
        Assert.Equal(1, await watch.TakenInAsync());
    }

    private sealed class Watch : IAsyncDisposable, IProgress<WatchReport>
    {
        private readonly Channel<WatchReport> _reports = Channel.CreateUnbounded<WatchReport>();
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private readonly Task _task;

        public Watch(IndexedFolder folder, bool useEvents)
        {
            var options = new WatchOptions { UseEvents = useEvents, Quiet = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(200), MinInterval = TimeSpan.FromMilliseconds(50), MaxInterval = TimeSpan.FromMilliseconds(400) };
            _task = folder.Open().WatchAsync(options, progress: this, cancellationToken: _end.Token);
        }

        public void Report(WatchReport value) => _reports.Writer.TryWrite(value);

        public async Task<int> TakenInAsync() => (await FirstAsync(report => report.IndexedNow > 0)).IndexedNow;

        public async Task<string> SaidAsync() => (await FirstAsync(report => report.Message is not null)).Message!;

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _task);
            _end.Dispose();
        }

        private async Task<WatchReport> FirstAsync(Func<WatchReport, bool> isWanted)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            late.CancelAfter(TimeSpan.FromSeconds(60));
            while (true)
            {
                var next = _reports.Reader.ReadAsync(late.Token).AsTask();
                // A watcher that fails is the error to show, not the wait for its report.
                if (await Task.WhenAny(next, _task) == _task) await _task;
                var report = await next;
                if (isWanted(report)) return report;
            }
        }
    }
}

using LocalRag.Indexing;
using LocalRag.Watching;

namespace LocalRag.Tests.Watching;

public sealed class CommitFollowerTests
{
    /// <summary>Says what is in the index without taking anything in.</summary>
    private static readonly FreshnessOptions Never = new() { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mark_is_taken_and_its_folder_brought_up_to_date()
    {
        using var folder = new IndexedFolder(Never);
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        folder.Write("a.txt", "the quick ocelot\n");
        folder.Folder.Commit();
        var pending = Pending(folder);
        pending.Add(folder.Root);
        pending.Add(Path.Combine(folder.Folder.Home, "never indexed"));
        await folder.KnowledgeBase.FollowCommitsAsync(Token);
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot"));
        Assert.Empty(pending.Read());
        Assert.Equal(folder.Folder.Git("rev-parse", "HEAD").Trim(), (await folder.StatusAsync()).IndexedCommit);
    }

    [Fact]
    public async Task With_a_locked_index_the_mark_stays_and_the_next_run_does_the_work()
    {
        using var folder = new IndexedFolder(Never);
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        folder.Write("a.txt", "the quick ocelot\n");
        Pending(folder).Add(folder.Root);
        using (new FileStream(folder.KnowledgeBase.IndexPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            await folder.KnowledgeBase.FollowCommitsAsync(Token);
        Assert.Single(Pending(folder).Read());
        Assert.Empty(await folder.FindAsync("ocelot"));

        // The run is over another folder; the mark tells of the first.
        var other = Directory.CreateDirectory(Path.Combine(folder.Folder.Home, "other")).FullName;
        await folder.IndexAsync(other);
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot"));
        Assert.Empty(Pending(folder).Read());
    }

    [Fact]
    public async Task A_commit_during_a_run_is_in_when_the_run_has_ended()
    {
        using var folder = new IndexedFolder(Never);
        for (var i = 0; i < 30; i++) folder.Write($"{i:00}.txt", $"walrus number {i}\n");
        folder.Folder.Commit();
        var committed = false;
        var progress = new Steps(report =>
        {
            if (report.Phase != IndexPhase.Publishing || committed) return;
            committed = true;
            folder.Write("00.txt", "an ocelot came by\n");
            folder.Folder.Commit();
            Pending(folder).Add(folder.Root);
        });
        await folder.KnowledgeBase.IndexAsync(new IndexRequest(folder.Root), progress, Token);
        Assert.True(committed);
        Assert.Equal(["00.txt"], await folder.FindAsync("ocelot"));
        Assert.Equal(folder.Folder.Git("rev-parse", "HEAD").Trim(), (await folder.StatusAsync()).IndexedCommit);
    }

    [Fact]
    public async Task A_rebase_is_waited_for_until_it_ends_or_stands_still()
    {
        using var folder = new IndexedFolder(Never);
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        var rebase = Directory.CreateDirectory(Path.Combine(folder.Root, ".git", "rebase-merge")).FullName;
        folder.Write("a.txt", "the quick ocelot\n");
        Pending(folder).Add(folder.Root);
        var following = folder.KnowledgeBase.FollowCommitsAsync(Token);
        Assert.Single(Pending(folder).Read());
        Assert.False(following.IsCompleted);
        Directory.Delete(rebase);
        await following;
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot"));

        Directory.CreateDirectory(rebase);
        folder.Write("a.txt", "one more walrus\n");
        Pending(folder).Add(folder.Root);
        await folder.KnowledgeBase.FollowCommitsAsync(Token);
        Assert.Equal(["a.txt"], await folder.FindAsync("more"));
    }

    private static PendingUpdates Pending(IndexedFolder folder) => new(Path.GetDirectoryName(folder.KnowledgeBase.IndexPath)!, "default");

    private sealed class Steps(Action<IndexProgress> step) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => step(value);
    }
}

using LocalRag.Answering;
using LocalRag.Indexing;
using LocalRag.Watching;

namespace LocalRag.Tests.Watching;

public sealed class FreshSearchTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_search_takes_in_what_was_edited_added_and_deleted(bool git)
    {
        using var folder = new IndexedFolder(git: git);
        folder.Write("a.txt", "the quick walrus\n");
        folder.Write("b.txt", "a slow pelican\n");
        await folder.IndexAsync();

        folder.Write("a.txt", "the quick ocelot jumps\n");
        folder.Write("sub/c.txt", "an ocelot as well\n");
        File.Delete(Path.Combine(folder.Root, "b.txt"));
        var result = await folder.SearchAsync("ocelot");
        Assert.Equal(["a.txt", "sub/c.txt"], result.Hits.Where(hit => hit.Text.Contains("ocelot", StringComparison.Ordinal)).Select(hit => hit.Path).Order(StringComparer.Ordinal));
        Assert.Equal(3, result.Freshness.IndexedNow);
        Assert.Equal(0, result.Freshness.ChangedFiles);
        Assert.Null(result.Freshness.Remedy);
        Assert.Empty(await folder.FindAsync("pelican"));
        Assert.Empty(await folder.FindAsync("walrus"));
        Assert.Equal(0, (await folder.SearchAsync("ocelot")).Freshness.IndexedNow);
        await AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task Beyond_the_budget_the_result_says_which_hits_have_changed()
    {
        using var folder = new IndexedFolder(new FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero });
        folder.Write("a.txt", "the quick walrus\n");
        folder.Write("b.txt", "a slow walrus\n");
        await folder.IndexAsync();
        folder.Write("a.txt", "the quick ocelot jumps\n");
        var result = await folder.SearchAsync("walrus");
        Assert.Equal(1, result.Freshness.ChangedFiles);
        Assert.Equal(0, result.Freshness.IndexedNow);
        Assert.Contains("freshness.updateBudget", result.Freshness.Remedy, StringComparison.Ordinal);
        Assert.Equal([("a.txt", true), ("b.txt", false)], result.Hits.Select(hit => (hit.Path, hit.ChangedOnDisk)).OrderBy(hit => hit.Path, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Beyond_the_budget_nothing_is_shown_of_what_is_gone_ignored_or_secret_by_now()
    {
        using var folder = new IndexedFolder(new FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero });
        foreach (var name in (string[])["gone.txt", "ignored.txt", "secret.txt", "edited.txt", "same.txt"]) folder.Write(name, $"a walrus in {name}\n");
        await folder.IndexAsync();
        File.Delete(Path.Combine(folder.Root, "gone.txt"));
        folder.Write(".gitignore", "ignored.txt\n");
        folder.Write("secret.txt", "a walrus\n-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAx0Zr2Xb8mTq1w3e5r7t9y1u3i5o7p9a1\n");
        folder.Write("edited.txt", "a walrus, edited\n");
        var result = await folder.SearchAsync("walrus");
        Assert.Equal(["edited.txt True", "same.txt False"], result.Hits.Select(hit => $"{hit.Path} {hit.ChangedOnDisk}").Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], result.Hits.Select(hit => hit.Rank));
        Assert.Equal(5, result.Freshness.ChangedFiles);
    }

    [Fact]
    public async Task A_search_never_waits_for_another_run()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        folder.Write("a.txt", "the quick ocelot jumps\n");
        using (new FileStream(folder.KnowledgeBase.IndexPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var result = await folder.SearchAsync("walrus");
            Assert.Contains("Another run", result.Freshness.Remedy, StringComparison.Ordinal);
            Assert.True(Assert.Single(result.Hits).ChangedOnDisk);
        }

        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot"));
    }

    [Fact]
    public async Task A_commit_that_changes_no_file_moves_the_indexed_commit_along()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        folder.Folder.Commit();
        folder.Folder.Git("switch", "--quiet", "--create", "other");
        var freshness = (await folder.SearchAsync("walrus")).Freshness;
        var head = folder.Folder.Git("rev-parse", "HEAD").Trim();
        Assert.Equal((head, head, "other"), (freshness.IndexedCommit, freshness.Head, freshness.Branch));
        Assert.Equal("other", (await folder.StatusAsync()).IndexedBranch);
        await AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task What_is_not_committed_is_in_and_marked_as_such()
    {
        using var folder = new IndexedFolder();
        foreach (var name in (string[])["committed.txt", "edited.txt", "staged.txt", "windows.txt"]) folder.Write(name, $"a walrus in {name}\n");
        folder.Folder.Commit();
        folder.Write("edited.txt", "an edited walrus\n");
        folder.Write("staged.txt", "a staged walrus\n");
        folder.Folder.Git("add", "staged.txt");
        folder.Write("untracked.txt", "an untracked walrus\n");
        folder.Write("windows.txt", "a walrus in windows.txt\r\n");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "committed.txt"), DateTime.UtcNow.AddHours(-1));
        await folder.IndexAsync();
        var hits = (await folder.SearchAsync("walrus")).Hits;
        Assert.Equal(
            ["committed.txt False", "edited.txt True", "staged.txt True", "untracked.txt True", "windows.txt False"],
            hits.Select(hit => $"{hit.Path} {hit.Uncommitted}").Order(StringComparer.Ordinal));
        Assert.Equal(3, (await folder.StatusAsync()).UncommittedFiles);
        var answer = (await folder.KnowledgeBase.AskAsync(new Question("edited walrus"), TestContext.Current.CancellationToken).OfType<AnswerUpdate.Completed>().LastAsync(TestContext.Current.CancellationToken)).Answer;
        Assert.True(answer.Citations.First(citation => citation.Path == "edited.txt").Uncommitted);
        folder.Folder.Commit();
        Assert.All((await folder.SearchAsync("walrus")).Hits, hit => Assert.False(hit.Uncommitted));
        Assert.Equal(0, (await folder.StatusAsync()).UncommittedFiles);
    }

    [Fact]
    public async Task Within_a_moment_only_a_commit_or_checkout_makes_a_search_compare_again()
    {
        using var folder = new IndexedFolder(new FreshnessOptions { UpdateBudget = TimeSpan.FromMinutes(1), CheckInterval = TimeSpan.FromMinutes(10) });
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        await folder.SearchAsync("walrus");
        folder.Write("a.txt", "the quick ocelot jumps\n");
        Assert.Empty(await folder.FindAsync("ocelot"));
        folder.Folder.Commit();
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot"));
    }

    [Fact]
    public async Task A_file_that_was_rewritten_in_the_moment_of_its_indexing_is_noticed()
    {
        using var folder = new IndexedFolder();
        var path = folder.Write("a.txt", "the quick walrus\n");
        // A time in the future is within the grain of the reading, as a write at the very moment is.
        var time = DateTime.UtcNow.AddMinutes(1);
        File.SetLastWriteTimeUtc(path, time);
        await folder.IndexAsync();
        Assert.Equal(0, (await folder.SearchAsync("walrus")).Freshness.IndexedNow);
        folder.Write("a.txt", "the quick ocelot\n");
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot", folder.Open()));
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_no_news_until_it_may()
    {
        if (OperatingSystem.IsWindows()) return;
        if (Environment.IsPrivilegedProcess) Assert.Skip("This user may read every file.");
        using var folder = new IndexedFolder();
        var path = folder.Write("a.txt", "the quick walrus\n");
        File.SetUnixFileMode(path, UnixFileMode.None);
        await folder.IndexAsync();
        Assert.Equal(0, (await folder.SearchAsync("walrus", folder.Open())).Freshness.ChangedFiles);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.Equal(["a.txt"], await folder.FindAsync("walrus"));
    }

    [Fact]
    public async Task A_folder_that_vanished_is_told_with_the_remedy()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        await folder.IndexAsync();
        Directory.Move(folder.Root, folder.Root + "-away");
        var result = await folder.SearchAsync("walrus");
        Assert.Contains("localrag remove", result.Freshness.Remedy, StringComparison.Ordinal);
        Assert.True(Assert.Single(result.Hits).ChangedOnDisk);
        Assert.Equal(1, result.Freshness.ChangedFiles);
        Directory.Move(folder.Root + "-away", folder.Root);
        Assert.False(Assert.Single((await folder.SearchAsync("walrus")).Hits).ChangedOnDisk);
    }

    [Fact]
    public async Task What_git_tracks_although_it_is_ignored_is_taken_in_like_any_file()
    {
        using var folder = new IndexedFolder();
        folder.Write(".gitignore", "*.log\nbin/\n");
        folder.Write("tool.csproj", "<Project />\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        folder.Write("trace.log", "the quick walrus\n");
        folder.Write("bin/keep.txt", "a walrus in a bin\n");
        Assert.Empty(await folder.FindAsync("walrus"));
        folder.Folder.Git("add", "--force", "trace.log", "bin/keep.txt");
        Assert.Equal(["bin/keep.txt", "trace.log"], await folder.FindAsync("walrus"));
        await AssertAsGoodAsNewAsync(folder);
        folder.Folder.Git("rm", "--quiet", "--cached", "trace.log");
        Assert.Equal(["bin/keep.txt"], await folder.FindAsync("walrus"));
        await AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task An_update_after_an_interrupted_run_loses_nothing_of_it()
    {
        using var folder = new IndexedFolder();
        for (var i = 0; i < 20; i++) folder.Write($"{i}.txt", $"walrus number {i}\n");
        await folder.IndexAsync();
        for (var i = 0; i < 20; i++) folder.Write($"{i}.txt", $"ocelot, the number is {i}\n");
        File.Delete(Path.Combine(folder.Root, "19.txt"));
        using var interrupted = new CancellationTokenSource();
        var progress = new Steps(report => { if (report.Phase == IndexPhase.Publishing) interrupted.Cancel(); });
        try
        {
            await folder.KnowledgeBase.IndexAsync(new IndexRequest(folder.Root), progress, interrupted.Token);
        }
        catch (OperationCanceledException)
        {
        }

        folder.Write("19.txt", "walrus number 19\n");
        folder.Write("5.txt", "walrus number 5\n");
        Assert.Equal(["19.txt", "5.txt"], await folder.FindAsync("walrus"));
        await AssertAsGoodAsNewAsync(folder);
    }

    /// <summary>Holds an index that was kept up to date against one that is made now.</summary>
    internal static async Task AssertAsGoodAsNewAsync(IndexedFolder folder)
    {
        var name = $"new-{Guid.NewGuid():N}";
        var clean = folder.Open(name: name);
        await clean.IndexAsync(new IndexRequest(folder.Root), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(IndexContent.Read(clean.IndexPath), IndexContent.Read(folder.KnowledgeBase.IndexPath));
    }

    private sealed class Steps(Action<IndexProgress> step) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => step(value);
    }
}

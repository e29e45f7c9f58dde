using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

public sealed class WorktreeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tells_what_was_added_changed_and_removed(bool withGit)
    {
        using var folder = new TemporaryFolder();
        if (withGit) folder.Git("init", "--quiet");
        foreach (var name in (string[])["same.txt", "touched.txt", "longer.txt", "gone.txt", "ignored.tmp"]) folder.Write(name);
        var before = folder.Walk();
        Assert.Equal(0, Compare(folder, before).Count);

        folder.Write("new/file.txt");
        folder.Write("longer.txt", "more text\n");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "touched.txt"), DateTime.UnixEpoch);
        File.Delete(Path.Combine(folder.Root, "gone.txt"));
        folder.Write(".gitignore", "*.tmp\n");
        var changes = Compare(folder, before);
        Assert.Equal([".gitignore", "new/file.txt"], changes.Added.Select(file => file.Path));
        Assert.Equal(["longer.txt", "touched.txt"], changes.Changed.Select(file => file.Path));
        Assert.Equal(["gone.txt", "ignored.tmp"], changes.Removed);
        Assert.Equal(0, Compare(folder, folder.Walk()).Count);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("4")]
    [InlineData("split")]
    [InlineData("sha256")]
    public void A_tracked_file_that_a_rule_ignores_stays_until_it_is_gone(string index)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet", index == "sha256" ? "--object-format=sha256" : "--object-format=sha1");
        folder.Write(".gitignore", "*.log\n");
        foreach (var name in (string[])["a.txt", "logs/long-name-1.log", "logs/long-name-2.log", "z.log"]) folder.Write(name);
        folder.Git("add", "--force", "--all");
        folder.Commit();
        if (index is "2" or "3" or "4") folder.Git("update-index", "--index-version", index);
        if (index == "split") folder.Git("update-index", "--split-index");
        if (index == "3") folder.Git("update-index", "--skip-worktree", "a.txt");
        folder.Write("untracked.log");
        var before = folder.Walk();
        Assert.Equal([".gitignore", "a.txt", "logs/long-name-1.log", "logs/long-name-2.log", "z.log"], before.Files.Select(file => file.Path));
        Assert.Equal(0, Compare(folder, before).Count);

        folder.Write("logs/long-name-2.log", "longer than before\n");
        folder.Git("rm", "--quiet", "--cached", "z.log");
        var changes = Compare(folder, before);
        Assert.Equal("logs/long-name-2.log", Assert.Single(changes.Changed).Path);
        Assert.Equal(["z.log"], changes.Removed);
        Assert.Empty(changes.Added);
    }

    [Fact]
    public void A_branch_that_was_checked_out_shows_as_a_new_head()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt");
        folder.Commit();
        var before = folder.Walk();
        folder.Git("switch", "--quiet", "--create", "other");
        folder.Write("b.txt");
        folder.Commit();
        var changes = Compare(folder, before);
        Assert.Equal("b.txt", Assert.Single(changes.Added).Path);
        Assert.Equal("other", changes.Head?.Branch);
        Assert.NotEqual(before.Head, changes.Head);
    }

    private static WorktreeChanges Compare(TemporaryFolder folder, SourceListing before) =>
        Worktree.Compare(folder.Root, before.Files, folder.Options, TestContext.Current.CancellationToken);
}

using System.Diagnostics;
using LocalRag.Indexing;
using LocalRag.Sources;

namespace LocalRag.Tests.Watching;

/// <summary>Repositories that git's listing and our own walk could take for different things.</summary>
public sealed class OddRepositoryTests
{
    [Theory]
    [InlineData("a pipe", true)]
    [InlineData("a submodule without its repository", false)]
    [InlineData("an ignored file that git tracks and looks past", true)]
    [InlineData("a file that an include on a condition ignores", false)]
    [InlineData("a file that the working tree's own settings ignore", false)]
    [InlineData("a repository without a working tree", false)]
    public async Task What_is_listed_one_way_is_listed_the_other(string odd, bool isOddIn)
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        var path = Make(odd, folder);
        if (odd == "a pipe") Assert.SkipWhen(OperatingSystem.IsWindows(), "There are none on Windows.");
        await folder.IndexAsync();
        var files = (await folder.StatusAsync()).Files;
        Assert.Equal(odd != "a pipe" && isOddIn ? [path] : [], await folder.FindAsync("ocelot"));

        // Another process, that sees the folder for the first time.
        var result = await folder.SearchAsync("walrus", folder.Open());
        Assert.Equal((0, 0), (result.Freshness.ChangedFiles, result.Freshness.IndexedNow));
        var report = await folder.IndexAsync();
        Assert.Equal((0, 0, 0), (report.Added, report.Changed, report.Removed));
        Assert.Equal(files, (await folder.StatusAsync()).Files);
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task A_change_that_keeps_size_and_time_is_noticed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the time of the last write is all that is asked for.");
        using var folder = new IndexedFolder();
        var path = folder.Write("a.txt", "the quick walrus\n");
        var time = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(path, time);
        folder.Folder.Commit();
        await folder.IndexAsync();
        await folder.SearchAsync("walrus");
        folder.Write("a.txt", "the quick ocelot\n");
        File.SetLastWriteTimeUtc(path, time);
        var hit = Assert.Single((await folder.SearchAsync("ocelot", folder.Open())).Hits);
        Assert.Equal(("the quick ocelot", true), (hit.Text.Trim(), hit.Uncommitted));
    }

    [Fact]
    public async Task A_file_that_says_the_same_in_spite_of_another_time_is_not_called_changed()
    {
        using var folder = new IndexedFolder(new LocalRag.Watching.FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero });
        var path = folder.Write("a.txt", "the quick walrus\n");
        folder.Write("b.txt", "a slow walrus\n");
        await folder.IndexAsync();
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        folder.Write("b.txt", "a slow ocelot\n");
        Assert.Equal(["a.txt False", "b.txt True"], (await folder.SearchAsync("walrus")).Hits.Select(hit => $"{hit.Path} {hit.ChangedOnDisk}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_folder_of_the_index_is_not_indexed_where_it_lies_within()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        using var within = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = Path.Combine(folder.Root, "in", "home"), Sources = folder.Folder.Options, Freshness = IndexedFolder.Eager });
        for (var i = 0; i < 2; i++) await within.IndexAsync(new IndexRequest(folder.Root), cancellationToken: TestContext.Current.CancellationToken);
        var source = Assert.Single((await within.GetStatusAsync(TestContext.Current.CancellationToken)).Sources);
        Assert.Equal((1, 0), (source.Files, source.ChangedFiles));
        Assert.Contains(source.Skipped, skipped => skipped == new SkippedFile("in/home/", "LocalRag's own folder"));
    }

    [Fact]
    public async Task A_repository_whose_folder_is_empty_is_taken_for_gone_and_loses_nothing()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        Directory.Move(folder.Root, folder.Root + "-away");
        Directory.CreateDirectory(folder.Root);
        var result = await folder.SearchAsync("walrus");
        Assert.True(Assert.Single(result.Hits).ChangedOnDisk);
        Assert.Contains("gone, empty", result.Freshness.Remedy, StringComparison.Ordinal);
        Assert.Contains("gone, empty", (await folder.StatusAsync()).Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KnowledgeBaseException>(() => folder.IndexAsync());
        Directory.Delete(folder.Root);
        Directory.Move(folder.Root + "-away", folder.Root);
        Assert.Equal(0, (await folder.SearchAsync("walrus")).Freshness.ChangedFiles);
        Assert.Null((await folder.StatusAsync()).Problem);
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_told_of_by_every_search_and_by_the_status()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        folder.Write(".localrag.json", """{"exclude": ["a.txt"]}""");
        await folder.IndexAsync();
        Assert.Empty((await folder.SearchAsync("walrus")).Notes);
        folder.Write(".localrag.json", """<<<<<<< HEAD {"exclude": ["a.txt"]}""");
        var result = await folder.SearchAsync("walrus");
        Assert.NotEmpty(result.Hits);
        Assert.Contains("no valid JSON", Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.Contains("no valid JSON", (await folder.StatusAsync()).Problem, StringComparison.Ordinal);
    }

    private static string Make(string odd, IndexedFolder folder)
    {
        switch (odd)
        {
            case "a pipe":
                if (!OperatingSystem.IsWindows())
                    using (var make = Process.Start("mkfifo", [Path.Combine(folder.Root, "p")])) make.WaitForExit();
                return "p";
            case "a submodule without its repository":
                var inner = Directory.CreateDirectory(Path.Combine(folder.Root, "inner")).FullName;
                folder.Write("inner/b.txt", "a slow ocelot\n");
                folder.Folder.GitIn(inner, "init", "--quiet");
                folder.Folder.GitIn(inner, "add", "--all");
                folder.Folder.GitIn(inner, "commit", "--quiet", "-m", "inner");
                folder.Folder.Commit();
                Directory.Delete(Path.Combine(inner, ".git"), recursive: true);
                return "inner/b.txt";
            case "an ignored file that git tracks and looks past":
                folder.Write("b.txt", "a slow ocelot\n");
                folder.Folder.Commit();
                folder.Write(".git/info/exclude", "b.txt\n");
                folder.Folder.Git("update-index", "--skip-worktree", "b.txt");
                return "b.txt";
            case "a file that an include on a condition ignores":
                folder.Folder.Write(".gitconfig", "[includeIf \"gitdir:root/\"]\n\tpath = more\n", folder.Folder.Home);
                folder.Folder.Write("more", "[core]\n\texcludesFile = ~/mine\n", folder.Folder.Home);
                folder.Folder.Write("mine", "b.txt\n", folder.Folder.Home);
                return folder.Write("b.txt", "a slow ocelot\n");
            case "a file that the working tree's own settings ignore":
                folder.Folder.Git("config", "extensions.worktreeConfig", "true");
                folder.Folder.Git("config", "--worktree", "core.excludesFile", "~/mine");
                folder.Folder.Write("mine", "b.txt\n", folder.Folder.Home);
                return folder.Write("b.txt", "a slow ocelot\n");
            default:
                folder.Folder.Git("init", "--quiet", "--bare", "inner.git");
                folder.Folder.Git("-C", "inner.git", "config", "remote.origin.url", "https://ocelot@example.org/");
                return "inner.git/config";
        }
    }
}

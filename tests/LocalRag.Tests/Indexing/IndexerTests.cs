using LocalRag.Indexing;
using LocalRag.Tests.Watching;

namespace LocalRag.Tests.Indexing;

/// <summary>Runs over real folders: only what changed is read, only what is new is embedded, and a bad file costs itself alone.</summary>
public sealed class IndexerTests
{
    [Fact]
    public async Task Only_what_changed_is_chunked_and_only_what_is_new_is_embedded()
    {
        using var folder = new IndexedFolder(git: false);
        for (var i = 0; i < 5; i++) folder.Write($"{i}.md", $"# Walrus {i}\n\nThe walrus with the number {i} sleeps on the ice.\n");
        var first = await folder.IndexAsync();
        Assert.Equal((5, 0, 0, 0, 5), (first.Added, first.Changed, first.Removed, first.Unchanged, first.Embedded));

        folder.Write("1.md", "# Walrus 1\n\nThis walrus swims now, and dives deep for its mussels.\n");
        File.Delete(Path.Combine(folder.Root, "2.md"));
        folder.Write("9.md", "# Seal\n\nA seal was here before.\n");
        var second = await folder.IndexAsync();

        Assert.Equal((1, 1, 1, 3, 2), (second.Added, second.Changed, second.Removed, second.Unchanged, second.Embedded));
        Assert.Equal(first.Generation + 1, second.Generation);
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task Nothing_is_embedded_twice_whether_a_file_moves_is_copied_comes_back_or_is_only_touched()
    {
        using var folder = new IndexedFolder(git: false);
        const string text = "# Walrus\n\nThe walrus sleeps on the ice all day.\n";
        var file = folder.Write("a.md", text);
        Assert.Equal(1, (await folder.IndexAsync()).Embedded);

        Directory.CreateDirectory(Path.Combine(folder.Root, "deep/down"));
        File.Move(file, Path.Combine(folder.Root, "deep/down/b.md"));
        var moved = await folder.IndexAsync();
        Assert.Equal((1, 1, 0), (moved.Added, moved.Removed, moved.Embedded));

        folder.Write("copy.md", text);
        Assert.Equal(0, (await folder.IndexAsync()).Embedded);

        File.Delete(Path.Combine(folder.Root, "copy.md"));
        File.Delete(Path.Combine(folder.Root, "deep/down/b.md"));
        await folder.IndexAsync();
        folder.Write("a.md", text);
        Assert.Equal(0, (await folder.IndexAsync()).Embedded);

        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        var touched = await folder.IndexAsync();
        Assert.Equal((0, 0, 1, 0), (touched.Added, touched.Changed, touched.Unchanged, touched.Embedded));
    }

    [Fact]
    public async Task A_full_run_chunks_all_again_and_embeds_nothing_again()
    {
        using var folder = new IndexedFolder(git: false);
        for (var i = 0; i < 5; i++) folder.Write($"{i}.md", $"# Walrus {i}\n\nThe walrus with the number {i} sleeps on the ice.\n");
        await folder.IndexAsync();
        var before = IndexContent.Read(folder.KnowledgeBase.IndexPath);

        var full = await folder.KnowledgeBase.IndexAsync(new IndexRequest(folder.Root) { Full = true }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((0, 5, 0, 0), (full.Added, full.Changed, full.Unchanged, full.Embedded));
        Assert.Equal(before, IndexContent.Read(folder.KnowledgeBase.IndexPath));
    }

    [Fact]
    public async Task A_run_over_an_unchanged_folder_writes_nothing()
    {
        using var folder = new IndexedFolder(git: false);
        folder.Write("a.md", "# Walrus\n\nThe walrus sleeps.\n");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "a.md"), DateTime.UtcNow.AddHours(-1));
        var first = await folder.IndexAsync();
        var again = await folder.IndexAsync();
        Assert.Equal((0, 0, 0, 1, first.Generation), (again.Added, again.Changed, again.Removed, again.Unchanged, again.Generation));
    }

    [Fact]
    public async Task Bad_files_are_reported_with_reasons_and_the_run_goes_on()
    {
        using var folder = new IndexedFolder(git: false);
        folder.Write("good.md", "# Walrus\n\nThe walrus sleeps.\n");
        File.WriteAllBytes(Path.Combine(folder.Root, "latin.py"), [.. "# caf\u00e9 walrus\nx = 1\n".Select(c => (byte)c)]);
        File.WriteAllBytes(Path.Combine(folder.Root, "broken.txt"), [0x77, 0x61, 0x6C, 0xFF, 0xFE, 0xC3, 0x28, 0x0A]);
        folder.Write("cut.cs", "class Walrus { void Sleep( {{{{ \"");
        folder.Write("cut.json", "{\"walrus\": [1, 2");
        var closed = folder.Write("closed.md", "# Secret walrus\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(closed, UnixFileMode.None);
        // Root reads whatever it likes, and Windows has no such bits.
        var mayNotRead = !CanRead(closed);

        var report = await folder.IndexAsync();

        Assert.Equal(mayNotRead ? ["closed.md"] : [], report.Failures.Select(failure => failure.Path));
        Assert.All(report.Failures, failure => Assert.Contains("permission", failure.Reason));
        Assert.Equal(mayNotRead ? 5 : 6, report.Files);
        Assert.Contains("good.md", await folder.FindAsync("walrus"));
        Assert.Contains("latin.py", await folder.FindAsync("walrus"));
        Assert.Contains("cut.cs", await folder.FindAsync("Walrus"));
        Assert.Contains("cut.json", await folder.FindAsync("walrus"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_file_that_vanishes_between_the_listing_and_the_reading_is_a_failure_of_its_own()
    {
        using var folder = new IndexedFolder(git: false);
        for (var i = 0; i < 4; i++) folder.Write($"{i}.md", $"# Walrus {i}\n\nThe walrus with the number {i} sleeps.\n");
        await folder.IndexAsync();
        for (var i = 0; i < 4; i++) folder.Write($"{i}.md", $"# Walrus {i}\n\nThe walrus with the number {i} has woken up.\n");

        // The first report after the scan comes before the first file is read.
        var report = await folder.KnowledgeBase.IndexAsync(new IndexRequest(folder.Root), new Steps(progress =>
        {
            if (progress.Phase == IndexPhase.Indexing) File.Delete(Path.Combine(folder.Root, "2.md"));
        }), TestContext.Current.CancellationToken);

        Assert.Equal("2.md", Assert.Single(report.Failures).Path);
        Assert.Equal((3, 3), (report.Changed, report.Files));
        Assert.Empty(await folder.FindAsync("number 2"));
        await folder.IndexAsync();
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task Progress_only_grows_and_ends_at_the_whole()
    {
        using var folder = new IndexedFolder(git: false);
        for (var i = 0; i < 50; i++) folder.Write($"{i}.md", $"# Walrus {i}\n\nThe walrus with the number {i} sleeps.\n");
        var reports = new List<IndexProgress>();

        await folder.KnowledgeBase.IndexAsync(new IndexRequest(folder.Root), new Steps(reports.Add), TestContext.Current.CancellationToken);

        Assert.Equal(reports.Select(report => report.Phase).Order(), reports.Select(report => report.Phase));
        Assert.Equal(reports.Select(report => report.FilesDone).Order(), reports.Select(report => report.FilesDone));
        Assert.Equal(Enum.GetValues<IndexPhase>(), reports.Select(report => report.Phase).Distinct());
        Assert.Equal((50, 50, 50), (reports[^1].FilesDone, reports[^1].FilesTotal, reports[^1].Chunks));
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesDone);
    }

    [Fact]
    public async Task Two_runs_at_once_exclude_each_other_and_harm_nothing()
    {
        using var folder = new IndexedFolder(git: false);
        folder.Write("a.md", "# Walrus\n\nThe walrus sleeps.\n");
        var other = folder.Open();
        Task<IndexReport>? second = null;
        await folder.KnowledgeBase.IndexAsync(new IndexRequest(folder.Root), new Steps(progress =>
        {
            if (progress.Phase != IndexPhase.Publishing) return;
            second = other.IndexAsync(new IndexRequest(folder.Root), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(KnowledgeBaseError.Locked, Assert.Throws<KnowledgeBaseException>(() => second.GetAwaiter().GetResult()).Error);
        }), TestContext.Current.CancellationToken);
        Assert.NotNull(second);
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    private static bool CanRead(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class Steps(Action<IndexProgress> step) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => step(value);
    }
}

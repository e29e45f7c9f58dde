using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

/// <summary>Links, pipes, names and parts of a repository that lead elsewhere or nowhere.</summary>
public sealed partial class HostileRepositoryTests
{
    [Fact]
    public void Links_are_neither_listed_nor_read()
    {
        using var folder = new TemporaryFolder();
        var secret = folder.Write("secret.txt", "not yours", folder.Home);
        folder.Write("sub/a.txt");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "file.txt"), secret);
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "out"), folder.Home);
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "sub", "loop"), folder.Root);
        foreach (var listing in (SourceListing[])[folder.WalkWithoutGit(), WithGit(folder)])
        {
            Assert.Equal(["sub/a.txt"], listing.Files.Select(file => file.Path));
            Assert.Equal(["file.txt", "out", "sub/loop"], listing.Skipped.Select(file => file.Path));
        }

        foreach (var path in (string[])["file.txt", "out/secret.txt", "sub/loop/sub/a.txt", "../home/secret.txt", "sub/../../home/secret.txt"])
            Assert.Null(FileReader.Read(folder.Root, new SourceFile(path, 9, 0), folder.Options).Document);
    }

    [Fact]
    public void A_tracked_folder_that_became_a_link_is_not_followed()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("sub/secret.txt", "mine");
        folder.Commit();
        var before = folder.Walk();
        folder.Write("secret.txt", "not yours", folder.Home);
        Directory.Delete(Path.Combine(folder.Root, "sub"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "sub"), folder.Home);
        Assert.Empty(folder.Walk().Files);
        Assert.Equal(["sub/secret.txt"], Worktree.Compare(folder.Root, before.Files, folder.Options, TestContext.Current.CancellationToken).Removed);
        Assert.Null(FileReader.Read(folder.Root, before.Files[0], folder.Options).Document);
    }

    [Fact]
    public void A_pipe_is_never_waited_for()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        MakePipe(Path.Combine(folder.Root, "pipe"), Path.Combine(folder.Root, ".gitignore"));
        folder.Write("a.txt");
        Assert.Contains(folder.WalkWithoutGit().Files, file => file.Path == "a.txt");
        Assert.Null(FileReader.Read(folder.Root, new SourceFile("pipe", 0, 0), folder.Options).Document);
    }

    [Fact]
    public void Strange_names_are_listed_and_read()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        string[] names = ["--help", "-rf.txt", "a\nb.txt", "a\tb.txt", "\"quoted\".txt", "näme.txt", "日本語.md", "back\\slash.txt", "..hidden/..x.txt", "{a,b}.txt", ":(top)x.txt"];
        foreach (var name in names) folder.Write(name, "hello\n");
        folder.Git("add", "--all");
        var expected = names.Order(StringComparer.Ordinal);
        foreach (var listing in (SourceListing[])[folder.Walk(), folder.WalkWithoutGit()])
        {
            Assert.Equal(expected, listing.Files.Select(file => file.Path));
            Assert.All(listing.Files, file => Assert.Equal("hello\n", FileReader.Read(folder.Root, file, folder.Options).Document?.Text));
        }
    }

    [Theory]
    [InlineData("objects/info/alternates")]
    [InlineData("objects/info/http-alternates")]
    [InlineData("info/grafts")]
    [InlineData("shallow")]
    public void Objects_of_another_repository_are_not_shown(string file)
    {
        using var other = new TemporaryFolder();
        other.Git("init", "--quiet");
        other.Write("private.txt", "not yours\n");
        other.Commit();
        using var folder = new TemporaryFolder();
        Prepare(folder, out _, out _);
        folder.Write($".git/{file}", Path.Combine(other.Root, ".git", "objects") + "\n");
        var listing = folder.Walk();
        Assert.Equal([".gitattributes", "a.txt", "new.txt"], listing.Files.Select(file => file.Path));
        Assert.All(listing.Files, file => Assert.DoesNotContain("not yours", FileReader.Read(folder.Root, file, folder.Options).Document?.Text ?? "", StringComparison.Ordinal));
        UncommittedFiles.Open(folder.Root, folder.Options, TestContext.Current.CancellationToken)?.Among(listing.Files, folder.Options);
    }

    [Fact]
    public void An_alternate_that_is_a_pipe_ends_in_a_clear_report()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        Prepare(folder, out _, out var second);
        Directory.CreateDirectory(Path.Combine(folder.Root, ".git", "objects", "info"));
        MakePipe(Path.Combine(folder.Root, ".git", "objects", "info", "alternates"));
        var options = new SourceOptions { Environment = folder.Options.Environment, GitTimeout = TimeSpan.FromSeconds(5) };
        // Git itself waits for the writer of such a pipe; listing needs no object, and what does is ended by the clock.
        Assert.Equal([".gitattributes", "a.txt", "new.txt"], FileWalker.Walk(folder.Root, options, TestContext.Current.CancellationToken).Files.Select(file => file.Path));
        Assert.Contains("Sources:GitTimeout", Assert.Throws<SourceException>(() => GitRepository.Find(folder.Root, options)!.Staged(folder.Root, second, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info/exclude")]
    [InlineData("HEAD")]
    [InlineData("packed-refs")]
    [InlineData("index")]
    [InlineData("commondir")]
    public void A_part_of_the_repository_that_is_a_link_to_elsewhere_shows_nothing_of_it(string file)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out _, out _);
        var secret = folder.Write("secret.txt", "a-secret-of-yours\n", folder.Home);
        var path = Path.Combine(folder.Root, ".git", file);
        File.Delete(path);
        File.CreateSymbolicLink(path, secret);
        SourceListing? listing = null;
        try
        {
            listing = folder.Walk();
        }
        catch (SourceException exception)
        {
            Assert.DoesNotContain("a-secret-of-yours", exception.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("a-secret-of-yours", $"{listing?.Head} {listing?.GitProblem} {string.Join(' ', listing?.Files ?? [])}", StringComparison.Ordinal);
        if (listing is not null) Assert.Contains(listing.Files, entry => entry.Path == "a.txt");
    }

    [Theory]
    [InlineData(".gitignore")]
    [InlineData(".gitattributes")]
    [InlineData(".localragignore")]
    [InlineData(".localrag.json")]
    [InlineData(".gitmodules")]
    public void A_settings_file_that_is_a_pipe_is_never_waited_for(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt");
        MakePipe(Path.Combine(folder.Root, name));
        var options = new SourceOptions { Environment = folder.Options.Environment, GitTimeout = TimeSpan.FromSeconds(5), Submodules = true };
        // Where git waits for the pipe it is ended by the clock, and our own rules list instead.
        var listing = FileWalker.Walk(folder.Root, options, TestContext.Current.CancellationToken);
        Assert.Contains(listing.Files, file => file.Path == "a.txt");
        if (listing.GitProblem is { } problem) Assert.Contains("Sources:GitTimeout", problem, StringComparison.Ordinal);
        Worktree.Compare(folder.Root, listing.Files, options, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Ignore_rules_without_end_are_left_unread()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt");
        folder.Write("sub/.localragignore", string.Concat(Enumerable.Repeat("*a*b*c*d*e*\n", 1_000_000)));
        folder.Write("sub/b.txt");
        foreach (var listing in (SourceListing[])[folder.Walk(), folder.WalkWithoutGit()]) Assert.Contains(listing.Files, file => file.Path == "a.txt");
    }

    [Theory]
    [InlineData("*.txt filter=trap diff=trap merge=trap -text ident")]
    [InlineData("*.txt working-tree-encoding=UTF-16")]
    [InlineData("[attr]macro filter=trap\n*.txt macro")]
    [InlineData("*.txt export-subst eol=crlf")]
    public void Attributes_change_nothing_of_what_is_read(string attributes)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt", "one\n");
        folder.Commit();
        var (trap, marker) = Trap(folder);
        foreach (var part in (string[])["clean", "smudge", "process"]) folder.Git("config", $"filter.trap.{part}", trap);
        folder.Write(".gitattributes", attributes + "\n");
        folder.Write("a.txt", "two $Id$\n");
        var listing = folder.Walk();
        Assert.Equal("two $Id$\n", FileReader.Read(folder.Root, listing.Files.Single(file => file.Path == "a.txt"), folder.Options).Document?.Text);
        Assert.Equal(2, UncommittedFiles.Open(folder.Root, folder.Options, TestContext.Current.CancellationToken)?.Among(listing.Files, folder.Options)?.Count);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public void A_repository_of_another_owner_is_listed_without_git_and_the_reason_is_told()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, ".git", "objects"));
        folder.Write(".git/refs/heads/.keep", "");
        folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        folder.Write(".gitignore", "*.log\n");
        folder.Write("a.txt");
        folder.Write("a.log");
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) Assert.Skip("Only the superuser can give files to somebody else.");
        using (var give = System.Diagnostics.Process.Start("chown", ["-R", "12345", folder.Root])) give.WaitForExit();
        var listing = folder.Walk();
        Assert.Contains("dubious ownership", listing.GitProblem, StringComparison.Ordinal);
        Assert.Equal([".gitignore", "a.txt"], listing.Files.Select(file => file.Path));
        Assert.Equal(0, Worktree.Compare(folder.Root, listing.Files, folder.Options, TestContext.Current.CancellationToken).Count);
    }

    [Theory]
    [InlineData("gitdir: /")]
    [InlineData("gitdir: ../../../../../../../../dev/stdin")]
    [InlineData("gitdir: .git")]
    [InlineData("gitdir: \0x")]
    [InlineData("gitdir: --upload-pack=touch")]
    [InlineData("")]
    public void A_git_file_that_leads_nowhere_makes_a_plain_folder(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", "mine\n");
        folder.Write(".git", text + "\n");
        var listing = folder.Walk();
        Assert.Equal(["a.txt"], listing.Files.Select(file => file.Path));
        Assert.Null(listing.Head?.Commit);
    }

    [Fact]
    public void Links_that_lead_in_circles_end()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "x"), Path.Combine(folder.Root, "y"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "y"), Path.Combine(folder.Root, "x"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, ".localragignore"), Path.Combine(folder.Root, ".localragignore"));
        foreach (var listing in (SourceListing[])[folder.Walk(), folder.WalkWithoutGit(), WithGit(folder)]) Assert.Equal(["a.txt"], listing.Files.Select(file => file.Path));
    }

    [Fact]
    public void An_own_rule_keeps_a_submodule_out_that_the_setting_would_take_in()
    {
        using var folder = new TemporaryFolder();
        var library = Directory.CreateDirectory(Path.Combine(folder.Home, "library")).FullName;
        folder.GitIn(library, "init", "--quiet");
        folder.Write("l.txt", below: library);
        folder.GitIn(library, "add", "--all");
        folder.GitIn(library, "commit", "--quiet", "-m", "library");
        folder.Git("init", "--quiet");
        folder.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
        folder.Write(".localragignore", "sub/\n");
        var options = new SourceOptions { Environment = folder.Options.Environment, Submodules = true };
        var listing = FileWalker.Walk(folder.Root, options, TestContext.Current.CancellationToken);
        Assert.Equal([".gitmodules", ".localragignore"], listing.Files.Select(file => file.Path));
        Assert.Equal(listing.Skipped, Worktree.Compare(folder.Root, [], options, TestContext.Current.CancellationToken).Listing.Skipped);
    }
}

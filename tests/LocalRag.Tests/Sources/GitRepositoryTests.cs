using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

public sealed class GitRepositoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Head_and_branch_are_what_git_says_in_every_state()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(GitRepository.Find(folder.Root, folder.Options));
        folder.Git("init", "--quiet");
        Assert.Equal(new GitHead(null, "main"), Head(folder.Root));
        Assert.Empty(folder.Walk().Files);

        folder.Write("a.txt");
        folder.Commit();
        Assert.Equal(new GitHead(Commit(), "main"), Head(folder.Root));
        folder.Git("switch", "--quiet", "--create", "feature/x");
        folder.Commit();
        Assert.Equal(new GitHead(Commit(), "feature/x"), Head(folder.Root));
        folder.Git("pack-refs", "--all");
        Assert.Equal(new GitHead(Commit(), "feature/x"), Head(folder.Root));
        folder.Git("switch", "--quiet", "--detach");
        Assert.Equal(new GitHead(Commit(), null), Head(folder.Root));

        string Commit() => folder.Git("rev-parse", "HEAD").Trim();
        GitHead? Head(string root) => GitRepository.Find(root, folder.Options)?.ReadHead();
    }

    [Fact]
    public void A_second_working_tree_has_a_head_and_files_of_its_own()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt");
        folder.Commit();
        var second = Path.Combine(folder.Home, "second");
        folder.Git("worktree", "add", "--quiet", "-b", "other", second);
        folder.Write("b.txt", below: second);
        folder.Write(".git/info/exclude", "*.no\n");
        folder.Write("c.no", below: second);

        var listing = FileWalker.Walk(second, folder.Options, Token);
        Assert.Null(listing.GitProblem);
        Assert.Equal(["a.txt", "b.txt"], listing.Files.Select(file => file.Path));
        Assert.Equal("other", listing.Head?.Branch);
        Assert.Equal(0, Worktree.Compare(second, listing.Files, folder.Options, Token).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nested_repositories_and_submodules_are_named_and_left_out(bool useGit)
    {
        using var folder = new TemporaryFolder();
        var library = Directory.CreateDirectory(Path.Combine(folder.Home, "library")).FullName;
        folder.GitIn(library, "init", "--quiet");
        folder.Write("l.txt", below: library);
        folder.GitIn(library, "add", "--all");
        folder.GitIn(library, "commit", "--quiet", "-m", "library");
        folder.Git("init", "--quiet");
        folder.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
        folder.Git("clone", "--quiet", library, "nested");
        var listing = useGit ? folder.Walk() : folder.WalkWithoutGit();
        Assert.Equal([".gitmodules"], listing.Files.Select(file => file.Path));
        Assert.Equal(["nested/", "sub/"], listing.Skipped.Select(file => file.Path));
        Assert.Equal(["l.txt"], FileWalker.Walk(Path.Combine(folder.Root, "sub"), folder.Options, Token).Files.Select(file => file.Path));
    }

    [Fact]
    public void A_bare_repository_is_refused_with_the_remedy()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet", "--bare");
        Assert.Contains("clone", Assert.Throws<SourceException>(folder.Walk).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subfolder_lists_its_own_files_by_the_rules_from_above()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write(".gitignore", "*.log\n/sub/no.txt\n");
        folder.Write(".localragignore", "/sub/private.txt\n");
        foreach (var name in (string[])["sub/a.log", "sub/no.txt", "sub/private.txt", "sub/deep/yes.txt", "other.txt"]) folder.Write(name);
        var sub = Path.Combine(folder.Root, "sub");
        foreach (var options in (SourceOptions[])[folder.Options, folder.OwnRules])
        {
            var listing = FileWalker.Walk(sub, options, Token);
            Assert.Equal(["deep/yes.txt"], listing.Files.Select(file => file.Path));
            Assert.Equal("private.txt", Assert.Single(listing.Skipped).Path);
        }
    }

    [Fact]
    public void A_folder_that_its_repository_ignores_is_listed_when_it_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write(".gitignore", "/data/\n");
        folder.Write("data/a.txt");
        Assert.Equal("a.txt", Assert.Single(FileWalker.Walk(Path.Combine(folder.Root, "data"), folder.Options, Token).Files).Path);
    }

    [Fact]
    public void Tells_what_differs_between_commits()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        foreach (var name in (string[])["sub/changed", "sub/removed", "sub/moved", "outside"]) folder.Write(name, $"{name}\n");
        folder.Commit();
        var first = folder.Git("rev-parse", "HEAD").Trim();
        folder.Write("sub/changed", "new\n");
        folder.Write("sub/added\n", "added\n");
        folder.Write("outside", "new\n");
        File.Delete(Path.Combine(folder.Root, "sub/removed"));
        File.Move(Path.Combine(folder.Root, "sub/moved"), Path.Combine(folder.Root, "sub/to"));
        folder.Commit();
        var second = folder.Git("rev-parse", "HEAD").Trim();

        var repository = GitRepository.Find(folder.Root, folder.Options)!;
        Assert.Equal(
            [
                new(GitChangeKind.Added, "added\n", null), new(GitChangeKind.Changed, "changed", null), new(GitChangeKind.Removed, "removed", null),
                new GitChange(GitChangeKind.Renamed, "to", "moved"),
            ],
            repository.Difference(Path.Combine(folder.Root, "sub"), first, second, Token).OrderBy(change => change.Path, StringComparer.Ordinal));
        Assert.True(repository.IsAncestor(first, second, Token));
        Assert.False(repository.IsAncestor(second, first, Token));
        Assert.False(repository.HasCommit(new string('1', 40), Token));
        Assert.Throws<SourceException>(() => repository.HasCommit("--output=/tmp/x", Token));
        Assert.Contains("diff-tree", Assert.Throws<SourceException>(() => repository.Difference(folder.Root, first, new string('1', 40), Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_git_the_own_rules_list_and_the_reason_is_kept()
    {
        using var folder = new TemporaryFolder(("PATH", "/nowhere"));
        Directory.CreateDirectory(Path.Combine(folder.Root, ".git", "objects"));
        folder.Write(".git/refs/heads/.keep", "");
        folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        folder.Write(".gitignore", "*.log\n");
        folder.Write("a.log");
        var listing = folder.Walk();
        Assert.Equal([".gitignore"], listing.Files.Select(file => file.Path));
        Assert.Contains("install", listing.GitProblem, StringComparison.Ordinal);
        Assert.Equal("main", listing.Head?.Branch);
    }

    [Fact]
    public void Cancellation_escapes()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => FileWalker.Walk(folder.Root, folder.Options, cancelled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => FileWalker.Walk(folder.Root, folder.OwnRules, cancelled.Token));
    }
}

using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

public sealed class FileWalkerTests
{
    [Fact]
    public void Lists_what_git_tracks_and_what_it_does_not_ignore()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write(".gitignore", "*.log\n");
        folder.Write("a/kept.log");
        folder.Git("add", "--force", "a/kept.log");
        folder.Write("a/b.cs");
        folder.Write("a/c.log");
        folder.Write("new.md");

        var listing = folder.Walk();
        Assert.Equal([".gitignore", "a/b.cs", "a/kept.log", "new.md"], Paths(listing));
        Assert.Null(listing.GitProblem);
        Assert.DoesNotContain("a/kept.log", listing.Untracked);
        Assert.Contains("new.md", listing.Untracked);
    }

    [Fact]
    public void A_folder_without_a_repository_is_walked_by_the_same_rules()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".gitignore", "/out/*\n!/out/keep.txt\n");
        folder.Write("out/a.txt");
        folder.Write("out/keep.txt");
        folder.Write("x.txt");
        var listing = folder.Walk();
        Assert.Equal([".gitignore", "out/keep.txt", "x.txt"], Paths(listing));
        Assert.Null(listing.Head);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Says_why_a_file_or_folder_is_left_out(bool withGit)
    {
        using var folder = new TemporaryFolder();
        if (withGit) folder.Git("init", "--quiet");
        folder.Write("App.csproj");
        folder.Write("bin/Debug/a.txt");
        folder.Write("scripts/bin/run.sh");
        folder.Write("node_modules/x/y/z.js");
        folder.Write("node_modules/x/w.js");
        folder.Write("form.Designer.cs");
        folder.Write("yarn.lock");
        folder.Write("site.js.map");
        folder.Write("site.min.js");
        folder.Write(".env");
        folder.Write(".env.example");
        folder.Write("prod.env");
        folder.Write("example.env");
        folder.Write("deploy/id_rsa");
        folder.Write("logo.png");
        folder.Write("big.txt", new string('x', 2 * 1024 * 1024 + 1));
        folder.Write(".localragignore", "/private/\n*.tmp\n");
        folder.Write("private/a.txt");
        folder.Write("a.tmp");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "link.txt"), Path.Combine(folder.Root, "App.csproj"));

        var listing = folder.Walk();
        Assert.Equal([".env.example", ".localragignore", "App.csproj", "example.env", "scripts/bin/run.sh"], Paths(listing));
        Assert.Equal(
            [
                new(".env", "may hold secrets"), new("a.tmp", "named in .localragignore"), new("big.txt", "larger than 2 MB (Sources:MaxFileBytes)"),
                new("bin/", "build output"), new("deploy/id_rsa", "may hold secrets"), new("form.Designer.cs", "generated"), new("link.txt", "symbolic link"),
                new("logo.png", "binary"), new("node_modules/", "vendored"), new("private/", "named in .localragignore"), new("prod.env", "may hold secrets"), new("site.js.map", "source map"),
                new("site.min.js", "minified"), new SkippedFile("yarn.lock", "lock file"),
            ],
            listing.Skipped);
    }

    [Fact]
    public void A_bin_folder_that_git_tracks_is_kept()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("App.csproj");
        folder.Write("bin/deploy.sh");
        folder.Commit();
        folder.Write("bin/left-behind.txt");
        Assert.Equal(["App.csproj", "bin/deploy.sh"], Paths(folder.Walk()));
    }

    private static IEnumerable<string> Paths(SourceListing listing) => listing.Files.Select(file => file.Path);
}

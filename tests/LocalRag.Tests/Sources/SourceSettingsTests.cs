using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

public sealed class SourceSettingsTests
{
    [Fact]
    public void A_repository_may_leave_out_more_and_name_itself()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        foreach (var name in (string[])["a.cs", "b.py", "docs/c.md", "gen/d.cs"]) folder.Write(name);
        folder.Write(".localrag.json", """{"name": "shop", "description": "What sells.", "exclude": ["/gen/"], "languages": ["csharp", "markdown"]}""");
        foreach (var listing in (SourceListing[])[folder.Walk(), folder.WalkWithoutGit()])
        {
            Assert.Equal(["a.cs", "docs/c.md"], listing.Files.Select(file => file.Path));
            Assert.Equal(("shop", "What sells."), (listing.Settings.Name, listing.Settings.Description));
            Assert.Empty(listing.Settings.Warnings);
            Assert.Contains(listing.Skipped, file => file.Path == "b.py" && file.Reason.Contains(".localrag.json", StringComparison.Ordinal));
        }

        Assert.Equal(0, Worktree.Compare(folder.Root, folder.Walk().Files, folder.Options, TestContext.Current.CancellationToken).Count);
    }

    [Theory]
    [InlineData("""{"exclude": ["!secret.log", "!.env"]}""", "only leave out")]
    [InlineData("""{"run": "touch x"}""", "no setting")]
    [InlineData("""{"Sources": {"MaxFileBytes": 1}, "git": "/bin/evil"}""", "no setting")]
    [InlineData("""{"name": "../../etc"}""", "\"name\" must be")]
    [InlineData("""{"name": "a\nb"}""", "\"name\" must be")]
    [InlineData("""{"languages": ["klingon"]}""", "no language")]
    [InlineData("""{"exclude": "all"}""", "must be a list")]
    [InlineData("""{"exclude": [1]}""", "takes texts")]
    [InlineData("""{"exclude": [""", "no valid JSON (line 1)")]
    [InlineData("[]", "must hold an object")]
    [InlineData("", "no valid JSON")]
    public void What_it_may_not_or_cannot_say_becomes_a_warning_and_changes_nothing(string settings, string warning)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        foreach (var name in (string[])["a.cs", "secret.log", ".env"]) folder.Write(name);
        folder.Write(".gitignore", "*.log\n");
        var before = folder.Walk();
        folder.Write(".localrag.json", settings);
        var listing = folder.Walk();
        Assert.Equal(before.Files.Select(file => file.Path), listing.Files.Select(file => file.Path).Where(path => path != ".localrag.json"));
        Assert.Contains(listing.Settings.Warnings, text => text.Contains(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_that_are_a_link_or_too_large_are_not_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.cs");
        var elsewhere = folder.Write("settings.json", """{"name": "stolen"}""", folder.Home);
        File.CreateSymbolicLink(Path.Combine(folder.Root, ".localrag.json"), elsewhere);
        Assert.Null(folder.Walk().Settings.Name);
        Assert.Single(folder.Walk().Settings.Warnings);
        File.Delete(Path.Combine(folder.Root, ".localrag.json"));
        folder.Write(".localrag.json", $$"""{"name": "large", "description": "{{new string('a', 300_000)}}"}""");
        Assert.Null(folder.Walk().Settings.Name);
    }
}

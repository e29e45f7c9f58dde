using System.Diagnostics;

namespace LocalRag.Browser.Tests;

/// <summary>Files and branches that change while a page that speaks of them is open.</summary>
public sealed class ChangedSourceTests(BrowserFixture browser) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("localrag-changed-");

    public void Dispose()
    {
        // Git keeps its objects read-only.
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories)) file.Attributes = FileAttributes.Normal;
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_open_page_marks_what_has_changed_and_shows_both_texts()
    {
        BrowserFixture.Require();
        var folder = _folder;
        Write(folder, "walrus.md", "# Walrus\n\nThe walrus swims in cold water and eats clams.\n");
        Write(folder, "ocelot.md", "# Ocelot\n\nThe ocelot hunts at night.\n");
        Git(folder, "init", "--quiet", "--initial-branch", "main");
        Commit(folder, "first");
        await using (var server = await WebServer.StartAsync(sample: folder.FullName))
        {
            await server.WaitForIndexAsync();
            await using var page = await browser.OpenAsync(server);
            await page.AskAsync("What does the walrus eat?");
            await Expect(page[".answer .cite"].First).ToBeVisibleAsync();
            await Expect(page[".cite-changed"]).ToHaveCountAsync(0);

            Write(folder, "walrus.md", "# Walrus\n\nThe walrus sleeps.\n");
            await Expect(page[".answer .cite-changed"].First).ToBeVisibleAsync();
            await Expect(page[".place.is-changed"].First).ToBeVisibleAsync();
            await Expect(page[".entry-foot"]).ToContainTextAsync("changed since it was read");
            await page[".answer .cite-changed"].First.ClickAsync();
            await Expect(page[".side-note"]).ToContainTextAsync("has changed since it was read for the answer");
            await Expect(page[".side"]).ToContainTextAsync("eats clams");
            await page[".side-note a"].ClickAsync();
            await Expect(page[".file"]).ToContainTextAsync("The walrus sleeps.");
            await Expect(page[".file-head"]).ToContainTextAsync("not committed");

            await page.Page.GoBackAsync();
            File.Delete(Path.Combine(folder.FullName, "walrus.md"));
            await page.Page.ReloadAsync();
            await Expect(page[".side-note"]).ToContainTextAsync("no longer in the source");
            page.AssertClean();
        }
    }

    [Fact]
    public async Task An_open_page_follows_commits_branches_and_a_folder_that_goes_away()
    {
        BrowserFixture.Require();
        var root = _folder.CreateSubdirectory("zoo");
        Write(root, "walrus.md", "# Walrus\n\nThe walrus swims.\n");
        Git(root, "init", "--quiet", "--initial-branch", "main");
        Commit(root, "first");
        await using (var server = await WebServer.StartAsync(sample: root.FullName))
        {
            await server.WaitForIndexAsync();
            await using var page = await browser.OpenAsync(server, "sources");
            await Expect(page[".card-plain", "zoo"]).ToContainTextAsync("main");
            Git(root, "checkout", "--quiet", "-b", "topic");
            await Expect(page[".card-plain", "zoo"]).ToContainTextAsync("topic");
            Commit(root, "nothing in it");
            await Expect(page[".card-plain", "zoo"]).ToContainTextAsync(Git(root, "rev-parse", "HEAD")[..10]);
            Directory.Move(root.FullName, root.FullName + "-away");
            await Expect(page[".card-plain", "zoo"]).ToContainTextAsync("is gone");
            page.AssertClean();
        }
    }

    private static void Write(DirectoryInfo folder, string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);

    private static void Commit(DirectoryInfo folder, string message)
    {
        Git(folder, "add", "--all");
        Git(folder, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", message);
    }

    private static string Git(DirectoryInfo folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}

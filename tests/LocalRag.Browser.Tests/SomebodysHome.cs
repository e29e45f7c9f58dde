using System.Diagnostics;

namespace LocalRag.Browser.Tests;

/// <summary>A home folder as a reader's may look, with the sample as a repository in it and a server on the usual port: what the documentation's pictures show.</summary>
internal sealed class SomebodysHome : IAsyncDisposable
{
    private readonly string _folder;

    private SomebodysHome(string folder, WebServer server) => (_folder, Server) = (folder, server);

    public WebServer Server { get; }

    public static async Task<SomebodysHome> FurnishAsync(string folder)
    {
        Assert.False(Path.Exists(folder), $"{folder} is there already; name a folder that may be made and removed.");
        var repository = Path.Combine(folder, "src", "lendwell");
        foreach (var file in Directory.EnumerateFiles(Checkout.Sample, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(repository, Path.GetRelativePath(Checkout.Sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var arguments in (string[][])[["init", "-q", "-b", "main"], ["add", "-A"], ["-c", "user.name=dev", "-c", "user.email=dev@example.com", "commit", "-q", "-m", "Lend books"]])
            await GitAsync(repository, arguments);
        var server = await WebServer.StartAsync(Path.Combine(folder, ".local", "share", "localrag"), repository, port: 5210);
        await server.WaitForIndexAsync();
        return new SomebodysHome(folder, server);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task GitAsync(string repository, string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = repository };
        // The same commit, and so the same name of it, each time.
        foreach (var variable in (string[])["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"]) start.Environment[variable] = "2026-03-02T09:00:00Z";
        using var git = Process.Start(start)!;
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
    }
}

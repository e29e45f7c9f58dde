using System.Diagnostics;
using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

/// <summary>A folder of a test's own, with a home folder beside it so that neither git nor we see the settings of whoever runs the tests.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("localrag-sources-").FullName;
    private readonly Dictionary<string, string> _environment;

    public TemporaryFolder(params (string Name, string Value)[] environment)
    {
        Root = Directory.CreateDirectory(Path.Combine(_base, "root")).FullName;
        Home = Directory.CreateDirectory(Path.Combine(_base, "home")).FullName;
        _environment = new()
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
            ["HOME"] = Home,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
        };
        foreach (var (name, value) in environment) _environment[name] = value;
        Options = new SourceOptions { Environment = new GitEnvironment(_environment) };
        OwnRules = new SourceOptions { Environment = Options.Environment, UseGit = false };
    }

    public string Root { get; }

    public string Home { get; }

    /// <summary>Options that ask git.</summary>
    public SourceOptions Options { get; }

    /// <summary>Options that do not.</summary>
    public SourceOptions OwnRules { get; }

    public string Write(string path, string text = "text\n", string? below = null)
    {
        var full = Path.Combine(below ?? Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>Runs git as a user would, with nothing hardened.</summary>
    public string Git(params string[] arguments) => GitIn(Root, arguments);

    public string GitIn(string folder, params string[] arguments)
    {
        var (code, output, error) = Run(folder, arguments);
        Assert.True(code == 0, $"git {string.Join(' ', arguments)}: {error}");
        return output;
    }

    /// <summary>False where git refuses.</summary>
    public bool TryGit(params string[] arguments) => Run(Root, arguments).Code == 0;

    public void Commit(string message = "change")
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", message);
    }

    public SourceListing Walk() => FileWalker.Walk(Root, Options, TestContext.Current.CancellationToken);

    public SourceListing WalkWithoutGit() => FileWalker.Walk(Root, OwnRules, TestContext.Current.CancellationToken);

    /// <summary>Starts a program that sees the settings of this folder's user alone.</summary>
    public Process Start(string program, string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private (int Code, string Output, string Error) Run(string folder, string[] arguments)
    {
        using var process = Start("git", folder, ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main", .. arguments]);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);
}

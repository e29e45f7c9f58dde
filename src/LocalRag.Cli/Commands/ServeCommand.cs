using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag serve</c>: starts the page, which is a program of its own, and ends it with this one.</summary>
internal sealed class ServeCommand : ExampleCommand
{
    private const string Program = "LocalRag.Web";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Told to listen elsewhere by its own settings, the page never answers at the port.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port on this machine",
        HelpName = "PORT",
        DefaultValueFactory = _ => 5210,
    };

    private readonly Option<string?> _hosts = new("--hosts")
    {
        Description = "Names beside this machine's own that a browser or a git server may call it by, separated by ';'",
        HelpName = "HOSTS",
    };

    public ServeCommand(Terminal terminal)
        : base("serve", "Open the page for questions, search and the index")
    {
        Add(_port);
        Add(_hosts);
        Examples =
        [
            ("localrag serve", "the page at http://127.0.0.1:5210"),
            ("localrag serve --port 8080 --kb work", "another port and knowledge base"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var port = parsed.GetValue(_port);
        if (port is < 1 or > 65535) throw new UsageException($"--port is {port}; set it between 1 and 65535.");
        if (Listens(port)) throw new UsageException($"Port {port} is taken by another program, perhaps by a page that is open already. End that one, or name another with --port.");
        if (Places().FirstOrDefault(File.Exists) is not { } path)
            throw new UsageException($"The page's program ({Program}) is not beside this one. In a checkout, build it with 'dotnet build src/{Program}'; elsewhere publish the command again.");

        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            // Its own folder holds the page's assets.
            WorkingDirectory = Path.GetDirectoryName(path)!,
        };
        foreach (var argument in (string[])[path, "--port", port.ToString(CultureInfo.InvariantCulture), "--kb", parsed.GetRequiredValue(CommonOptions.KnowledgeBase)])
            start.ArgumentList.Add(argument);
        foreach (var argument in parsed.GetValue(_hosts) is { Length: > 0 } hosts ? (string[])["--hosts", hosts] : [])
            start.ArgumentList.Add(argument);
        start.Environment[LocalRagHome.Variable] = LocalRagHome.Find();

        using var page = Process.Start(start) ?? throw new UsageException($"{path} could not be started.");
        try
        {
            var ended = page.WaitForExitAsync(cancellationToken);
            if (await AnswersAsync(port, ended, cancellationToken)) terminal.Say($"The page is at http://127.0.0.1:{port}. Ctrl+C ends it.");
            await ended;
            return page.ExitCode == 0 ? ExitCode.Fine : ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C in a terminal reaches it too; a signal to us alone does not.
            if (!page.HasExited) page.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static bool Listens(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port && (IPAddress.IsLoopback(listener.Address) || listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any)));

    /// <summary>Waits until something listens there; false where the program has ended before.</summary>
    private static async Task<bool> AnswersAsync(int port, Task ended, CancellationToken cancellationToken)
    {
        for (var began = Stopwatch.GetTimestamp(); !ended.IsCompleted && Stopwatch.GetElapsedTime(began) < Patience;)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.WhenAny(ended, Task.Delay(Pause, cancellationToken));
            }
        }

        return false;
    }

    /// <summary>Where a publish puts it, and where a checkout's builds do: the build like ours first.</summary>
    private static IEnumerable<string> Places()
    {
        var beside = AppContext.BaseDirectory;
        yield return Path.Combine(beside, "web", Program + ".dll");
        for (var folder = new DirectoryInfo(beside); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) continue;
            var ours = beside.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
            foreach (var configuration in (string[])[ours, "Release", "Debug"])
                yield return Path.Combine(folder.FullName, "src", Program, "bin", configuration, $"net{Environment.Version.Major}.0", Program + ".dll");
        }
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;

namespace LocalRag.Cli.Tests;

/// <summary>The built program, run with a home of its own in a temporary folder that is deleted at the end.</summary>
public sealed class Localrag : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("localrag-cli-");

    public static string Samples { get; } = Metadata("Samples");

    /// <summary>The path of the built program.</summary>
    public static string Program { get; } = Metadata("Program");

    public string Home => Path.Combine(_folder.FullName, "home");

    /// <summary>Variables that the program sees besides ours.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Writes a file below the folder <c>work</c>, which is there to be indexed.</summary>
    public string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, "work", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public string Work => Path.Combine(_folder.FullName, "work");

    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["LOCALRAG_HOME"] = Home;
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<Outcome> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Does what Ctrl+C does.</summary>
    public static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        EndHost();
        _folder.Delete(recursive: true);
    }

    /// <summary>Ends the model host that a command has started: it would go on for its idle minutes.</summary>
    private void EndHost()
    {
        var socket = Path.Combine(Home, "run", "host.sock");
        if (!File.Exists(socket)) return;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
        try
        {
            using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, "http://localhost/health"));
            using var health = JsonDocument.Parse(response.Content.ReadAsStream());
            using var process = Process.GetProcessById(health.RootElement.GetProperty("process_id").GetInt32());
            process.Kill();
            process.WaitForExit();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or ArgumentException)
        {
            // It has ended already, or is about to.
        }
    }

    private static string Metadata(string key) =>
        typeof(Localrag).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LocalRag.ModelHost.Tests.Hosting;

/// <summary>The real host in a process of its own, and a client of its socket.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder errors = new();

    private HostProcess(Process process, string socket)
    {
        this.process = process;
        Socket = socket;
        Client = new HttpClient(Connection(socket)) { BaseAddress = new Uri("http://localhost"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public string Socket { get; }

    public HttpClient Client { get; }

    public int Id => process.Id;

    public string Errors
    {
        get
        {
            lock (errors)
                return errors.ToString();
        }
    }

    /// <summary>Starts a host and waits until it listens.</summary>
    public static async Task<HostProcess> StartAsync(string folder, params IEnumerable<string> arguments)
    {
        var socket = Path.Combine(folder, "h", "host.sock");
        var process = Start(["--socket", socket, .. arguments]);
        var host = new HostProcess(process, socket);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (host.errors)
                host.errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        var ready = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (ready != $"ready unix:{socket}")
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Fail($"The host said '{ready}' and not that it is ready. {host.Errors}");
        }

        return host;
    }

    /// <summary>Starts the host's program.</summary>
    public static Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LocalRag.ModelHost.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public static SocketsHttpHandler Connection(string socket) => new()
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        },
    };

    public async Task<(HttpStatusCode Status, JsonNode Body)> TryPostAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    public async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        var (status, answer) = await TryPostAsync(path, body);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {answer.ToJsonString()}\n{Errors}");
        return answer;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    /// <summary>Opens a stream of events.</summary>
    public async Task<HttpResponseMessage> StreamAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        body["stream"] = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>Reads a chat's stream to its end: the text, and the number of pieces that brought it.</summary>
    public async Task<(string Text, int Pieces)> ReadChatAsync(JsonObject body)
    {
        using var response = await StreamAsync("/v1/chat/completions", body, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {Errors}");
        var text = new StringBuilder();
        var pieces = 0;
        var done = false;
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0)
                continue;
            Assert.StartsWith("data: ", line, StringComparison.Ordinal);
            if (line == "data: [DONE]")
            {
                done = true;
                continue;
            }

            var piece = JsonNode.Parse(line["data: ".Length..])!;
            Assert.Null(piece["error"]);
            if (piece["choices"]!.AsArray() is [{ } choice, ..] && choice["delta"]?["content"]?.GetValue<string>() is { Length: > 0 } content)
            {
                text.Append(content);
                pieces++;
            }
        }

        Assert.True(done);
        return (text.ToString(), pieces);
    }

    /// <summary>Ends the host as a crash would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the host to end by itself.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}

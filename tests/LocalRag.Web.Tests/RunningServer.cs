using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalRag.Web.Tests;

/// <summary>The server in this process on a free port, spoken to by raw HTTP, so that a test sets every header itself.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly Microsoft.AspNetCore.Builder.WebApplication _app;

    private RunningServer(Microsoft.AspNetCore.Builder.WebApplication app)
    {
        _app = app;
        Port = new Uri(app.Urls.First()).Port;
        Client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}/") };
    }

    public int Port { get; }

    /// <summary>A program's client: no cookies, no Origin.</summary>
    public HttpClient Client { get; }

    public static async Task<RunningServer> StartAsync(TemporaryHome home, params string[] arguments)
    {
        var app = Program.Build(["--port", "0", "--Home", home.Home, "--Sample", "none", "--Watch", "false", .. arguments]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app);
    }

    /// <summary>Sends a request with exactly these headers and gives the status of the answer.</summary>
    public async Task<int> SendRawAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        var request = new StringBuilder($"{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        foreach (var (name, value) in headers) request.Append(name).Append(": ").Append(value).Append("\r\n");
        if (method == "POST") request.Append("Content-Length: 0\r\n");
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()));
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync() ?? "";
        return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

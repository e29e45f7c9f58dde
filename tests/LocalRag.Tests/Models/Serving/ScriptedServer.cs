using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalRag.Tests.Models.Serving;

/// <summary>A server on this machine's loopback that answers each path as a test wrote it down, and keeps what it was sent.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _loop;
    private readonly Dictionary<string, (int Status, string Body)> _answers;

    /// <param name="answers">By path; what is not there is 404. A body that begins with <c>data:</c> is sent as a stream of events.</param>
    public ScriptedServer(params (string Path, int Status, string Body)[] answers)
    {
        _answers = answers.ToDictionary(answer => answer.Path, answer => (answer.Status, answer.Body));
        (_listener, Url) = Listen();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    /// <summary>Answers by the path and body of a request; null leaves it to what is written down.</summary>
    public Func<string, string, string?>? Rule { get; init; }

    public List<(string Path, string Body, string? Authorization)> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        // At once: closed after it was stopped, a listener binds its port anew, which another test may have taken.
        _listener.Close();
        await _loop;
    }

    private static (HttpListener Listener, Uri Url) Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, new Uri($"http://127.0.0.1:{port}/v1"));
            }
            catch (HttpListenerException)
            {
                // Another test took the port in between.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test has ended.
                context.Response.Abort();
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var path = context.Request.Url!.AbsolutePath;
        var asked = await reader.ReadToEndAsync();
        Requests.Add((path, asked, context.Request.Headers["Authorization"]));
        var (status, body) = Rule?.Invoke(path, asked) is { } ruled ? (200, ruled) : _answers.GetValueOrDefault(path, (404, "{\"error\":{\"message\":\"no such path\"}}"));
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith("data:", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
        if (status == 429) context.Response.Headers["Retry-After"] = "7";
        context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
    }
}

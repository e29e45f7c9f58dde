using System.Net;
using System.Text;
using System.Text.Json;

namespace LocalRag.Browser.Tests;

/// <summary>A generator that speaks OpenAI's API and writes a word each time that the test lets it.</summary>
internal sealed class SlowGenerator : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly SemaphoreSlim _words = new(0);
    private readonly CancellationTokenSource _end = new();

    public SlowGenerator()
    {
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}/v1";
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = Task.Run(ListenAsync);
    }

    public string Url { get; }

    /// <summary>Writes the settings that make a server use this generator.</summary>
    public void SetUp(string home) =>
        File.WriteAllText(Path.Combine(home, "settings.json"), JsonSerializer.Serialize(new { generator = new { model = "slow", url = Url } }));

    public void Release(int words) => _words.Release(words);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Close();
        _end.Dispose();
        _words.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var path = context.Request.Url!.AbsolutePath;
            if (path.EndsWith("/chat/completions", StringComparison.Ordinal))
            {
                context.Response.ContentType = "text/event-stream";
                context.Response.SendChunked = true;
                for (var word = 1; word <= 400; word++)
                {
                    await _words.WaitAsync(_end.Token);
                    await WriteAsync(context, $"data: {JsonSerializer.Serialize(new { id = "x", @object = "chat.completion.chunk", created = 1, model = "slow", choices = new[] { new { index = 0, delta = new { role = "assistant", content = word % 12 == 0 ? $"word{word} [1]. " : $"word{word} " }, finish_reason = (string?)null } } })}\n\n");
                }

                await WriteAsync(context, "data: [DONE]\n\n");
            }
            else if (path.EndsWith("/models", StringComparison.Ordinal))
            {
                context.Response.ContentType = "application/json";
                await WriteAsync(context, """{"object":"list","data":[{"id":"slow","object":"model","created":1,"owned_by":"test"}]}""");
            }
            else
            {
                context.Response.StatusCode = 404;
            }

            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or OperationCanceledException)
        {
            // Whoever asked has hung up, which is what stopping means.
        }
    }

    private static async Task WriteAsync(HttpListenerContext context, string text)
    {
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await context.Response.OutputStream.FlushAsync();
    }
}

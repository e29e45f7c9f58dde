using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace LocalRag.Tests.Models.Store;

/// <summary>A model hub on this machine's loopback with the public hub's paths, which can break off, lie and refuse.</summary>
internal sealed class LocalHub : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _loop;

    public LocalHub()
    {
        (_listener, Address) = Listen();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Per file, the bytes after which a transfer breaks off, for each transfer in turn.</summary>
    public Queue<int> BreakAfter { get; } = new();

    public bool Gated { get; set; }

    public bool IgnoresRanges { get; set; }

    /// <summary>What the listing says instead of the right hash.</summary>
    public string? FalseHash { get; set; }

    /// <summary>Called with the offset of each transfer.</summary>
    public List<long> Offsets { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public async ValueTask DisposeAsync()
    {
        // At once: closed after it was stopped, a listener binds its port anew, which another test may have taken.
        _listener.Close();
        await _loop;
    }

    private static (HttpListener Listener, Uri Address) Listen()
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
                return (listener, new Uri($"http://127.0.0.1:{port}/"));
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
                Answer(context);
            }
            catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The client went away, as some tests want it to.
                context.Response.Abort();
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        Authorizations.Add(context.Request.Headers["Authorization"]);
        if (path.StartsWith("/api/models/", StringComparison.Ordinal))
        {
            if (!path.EndsWith("/org/tiny-GGUF", StringComparison.Ordinal))
            {
                context.Response.Headers["X-Error-Code"] = "RepoNotFound";
                context.Response.StatusCode = 401;
                context.Response.Close();
                return;
            }

            var listing = new
            {
                sha = "abc123",
                cardData = new { license = "apache-2.0" },
                siblings = Files.Select(file => new
                {
                    rfilename = file.Key,
                    lfs = new { size = file.Value.Length, sha256 = FalseHash ?? Convert.ToHexStringLower(SHA256.HashData(file.Value)) },
                }),
            };
            context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(listing), willBlock: true);
            return;
        }

        const string Prefix = "/org/tiny-GGUF/resolve/abc123/";
        if (Gated || !path.StartsWith(Prefix, StringComparison.Ordinal) || !Files.TryGetValue(Uri.UnescapeDataString(path[Prefix.Length..]), out var content))
        {
            if (Gated) context.Response.Headers["X-Error-Code"] = "GatedRepo";
            context.Response.StatusCode = Gated ? 403 : 404;
            context.Response.Close();
            return;
        }

        Send(context.Response, content, IgnoresRanges ? null : context.Request.Headers["Range"]);
    }

    private void Send(HttpListenerResponse response, byte[] content, string? range)
    {
        var offset = range is null ? 0 : int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
        Offsets.Add(offset);
        response.ContentLength64 = content.Length - offset;
        if (range is not null)
        {
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {offset}-{content.Length - 1}/{content.Length}";
        }

        var length = BreakAfter.TryDequeue(out var most) ? Math.Min(most, content.Length - offset) : content.Length - offset;
        response.OutputStream.Write(content, offset, length);
        response.OutputStream.Flush();
        if (length < content.Length - offset)
            response.Abort();
        else
            response.Close();
    }
}

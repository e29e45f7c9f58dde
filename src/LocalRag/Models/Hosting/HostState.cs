using System.Net.Http.Json;
using LocalRag.Models.Serving;

namespace LocalRag.Models.Hosting;

/// <summary>What the model host on this machine says of itself.</summary>
/// <param name="Llama">The release of llama.cpp.</param>
public sealed record HostState(int ProcessId, string Llama, int Threads, HostMemory Memory, IReadOnlyList<HostedModel> Models)
{
    /// <summary>Asks the host; null where none runs. Asking never starts one.</summary>
    /// <param name="home">The folder that <c>LOCALRAG_HOME</c> names.</param>
    public static async Task<HostState?> ReadAsync(string home, CancellationToken cancellationToken = default)
    {
        var address = HostAddress.Of(home);
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancelled) => await address.ConnectAsync(cancelled).ConfigureAwait(false),
            UseProxy = false,
            AllowAutoRedirect = false,
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            return await client.GetFromJsonAsync<HostState>("health", ModelServer.Json, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // Nobody listens, or a host that is just ending.
            return null;
        }
    }
}

/// <summary>The memory that the host's models take together, and the most they may take.</summary>
public sealed record HostMemory(long UsedBytes, long CeilingBytes);

/// <summary>A model that the host has loaded.</summary>
/// <param name="Working">Answers that are being written.</param>
/// <param name="Waiting">Requests that wait for a slot.</param>
public sealed record HostedModel(string Name, long Bytes, int Working, int Waiting);

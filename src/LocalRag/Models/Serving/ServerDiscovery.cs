using System.Text.Json;

namespace LocalRag.Models.Serving;

/// <summary>A server that answered at one of the usual places.</summary>
public sealed record FoundServer(ServerKind Kind, Uri Url, IReadOnlyList<string> Models);

/// <summary>Looks for servers at their default ports on this machine. Only when a user asks for it: nothing here is called by itself.</summary>
public static class ServerDiscovery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private static readonly (ServerKind Kind, int Port)[] Usual =
    [
        (ServerKind.Ollama, 11434), (ServerKind.LmStudio, 1234), (ServerKind.LlamaServer, 8080), (ServerKind.Vllm, 8000), (ServerKind.TabbyApi, 5000),
    ];

    /// <summary>Asks each usual place at once; gives those that answered.</summary>
    public static Task<IReadOnlyList<FoundServer>> FindAsync(CancellationToken cancellationToken = default) =>
        FindAsync(Usual.Select(place => (place.Kind, new Uri($"http://127.0.0.1:{place.Port}/v1"))), cancellationToken);

    internal static async Task<IReadOnlyList<FoundServer>> FindAsync(IEnumerable<(ServerKind Kind, Uri Url)> places, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(places.Select(place => AskAsync(place.Kind, place.Url, cancellationToken))).ConfigureAwait(false);
        return [.. found.OfType<FoundServer>()];
    }

    /// <summary>Tells what program a server is, by the addresses that only it answers; <see cref="ServerKind.Other"/> where none does.</summary>
    public static async Task<ServerKind> RecogniseAsync(Uri url, string? key, CancellationToken cancellationToken = default)
    {
        using var server = new ModelServer(url, key);
        // Ollama tells its version, LM Studio has an interface of its own, llama-server its properties, vLLM its version, TabbyAPI its model.
        if (await HasAsync(server, "api/version", json => json.TryGetProperty("version", out _), cancellationToken).ConfigureAwait(false)) return ServerKind.Ollama;
        if (await HasAsync(server, "api/v0/models", json => json.TryGetProperty("data", out _), cancellationToken).ConfigureAwait(false)) return ServerKind.LmStudio;
        if (await HasAsync(server, "props", json => json.TryGetProperty("default_generation_settings", out _), cancellationToken).ConfigureAwait(false)) return ServerKind.LlamaServer;
        if (await HasAsync(server, "v1/model", json => json.TryGetProperty("id", out _), cancellationToken).ConfigureAwait(false)) return ServerKind.TabbyApi;
        return await HasAsync(server, "version", json => json.TryGetProperty("version", out _), cancellationToken).ConfigureAwait(false) ? ServerKind.Vllm : ServerKind.Other;
    }

    private static async Task<FoundServer?> AskAsync(ServerKind usual, Uri url, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var server = new ModelServer(url);
            var models = await server.ListModelsAsync(limit.Token).ConfigureAwait(false);
            // Ports are shared by many programs; what sits there may be another of these.
            var kind = await RecogniseAsync(url, key: null, limit.Token).ConfigureAwait(false);
            return new FoundServer(kind == ServerKind.Other ? usual : kind, url, models);
        }
        catch (ModelException)
        {
            // Nobody there, or somebody else: not found, which is what was asked.
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<bool> HasAsync(ModelServer server, string path, Func<JsonElement, bool> isIt, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await server.GetAsync(path, path, cancellationToken).ConfigureAwait(false);
            return json.RootElement.ValueKind == JsonValueKind.Object && isIt(json.RootElement);
        }
        catch (ModelException error) when (error.Error != ModelError.Unreachable)
        {
            return false;
        }
    }
}

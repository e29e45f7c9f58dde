using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;
using OpenAI;

namespace LocalRag.Models.Serving;

/// <summary>A server that speaks OpenAI's API: the model host on this machine, or any other program. Safe for many threads.</summary>
public sealed class ModelServer : IDisposable
{
    private const string NoKey = "none";

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _client;
    private readonly Uri _root;
    private readonly OpenAIClient _openAi;

    /// <param name="url">The server's address with its <c>/v1</c>.</param>
    /// <param name="key">Sent as a bearer token; null for none.</param>
    public ModelServer(Uri url, string? key = null, ServerKind kind = ServerKind.Other)
        : this(url, key, kind, Handler())
    {
    }

    internal ModelServer(Uri url, string? key, ServerKind kind, HttpMessageHandler handler)
    {
        Url = url;
        Kind = kind;
        var path = url.AbsolutePath.TrimEnd('/');
        _root = new Uri(url, (path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^2] : path + "/"));
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        if (key is { Length: > 0 }) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _openAi = new OpenAIClient(new ApiKeyCredential(key is { Length: > 0 } ? key : NoKey), new OpenAIClientOptions
        {
            Endpoint = new Uri(_root, "v1"),
            Transport = new HttpClientPipelineTransport(_client),
            // A request that a model could not bear is not sent again by itself, and a full queue is told at once.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        });
    }

    public Uri Url { get; }

    public ServerKind Kind { get; }

    /// <summary>As messages call it.</summary>
    internal string Title => Kind == ServerKind.ModelHost ? "The model host" : Kind == ServerKind.Other ? $"The server at {Url}" : $"{Kind.Title()} at {Url}";

    /// <summary>A client that generates with a model of the server's.</summary>
    public IChatClient Chat(string model) => new ServedChatClient(this, model, _openAi.GetChatClient(model).AsIChatClient());

    /// <summary>A client that embeds with a model of the server's, prefixes and normalisation left to the caller.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Embeddings(string model) => new ServedEmbeddingGenerator(this, model);

    /// <summary>The names of the models that it serves.</summary>
    /// <exception cref="ModelException">It cannot be reached, or answers something else.</exception>
    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        using var json = await GetAsync("v1/models", "its models", cancellationToken).ConfigureAwait(false);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? [.. data.EnumerateArray().Where(model => model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out _)).Select(model => model.GetProperty("id").GetString() ?? "")]
            : throw new ModelException(ModelError.Failed, $"{Title} lists no models at v1/models: is it a server with OpenAI's API?");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Sends a request and gives the whole answer.</summary>
    internal async Task<JsonDocument> PostAsync<T>(string path, T body, string model, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.PostAsJsonAsync(new Uri(_root, path), body, Json, cancellationToken).ConfigureAwait(false);
            await ServerFailure.RequireSuccessAsync(response, Title, model, cancellationToken).ConfigureAwait(false);
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ServerFailure.IsKnown(error))
        {
            throw ServerFailure.Of(error, Title, model);
        }
    }

    /// <summary>Sends a request and gives the answer as it begins. The caller disposes it.</summary>
    internal async Task<HttpResponseMessage> OpenAsync<T>(string path, T body, string model, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, path)) { Content = JsonContent.Create(body, options: Json) };
        HttpResponseMessage? response = null;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            await ServerFailure.RequireSuccessAsync(response, Title, model, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (Exception error)
        {
            response?.Dispose();
            if (ServerFailure.IsKnown(error)) throw ServerFailure.Of(error, Title, model);
            throw;
        }
    }

    internal async Task<JsonDocument> GetAsync(string path, string wanted, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(_root, path), cancellationToken).ConfigureAwait(false);
            await ServerFailure.RequireSuccessAsync(response, Title, wanted, cancellationToken).ConfigureAwait(false);
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ServerFailure.IsKnown(error))
        {
            throw ServerFailure.Of(error, Title, wanted);
        }
    }

    private static SocketsHttpHandler Handler() => new() { ConnectTimeout = TimeSpan.FromSeconds(5), AllowAutoRedirect = false };
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LocalRag.Models.Store;

/// <summary>The model hub's HTTP interface (huggingface.co's, or a mirror of it): what a repository holds, and its files' bytes.</summary>
internal sealed class ModelHub : IDisposable
{
    private const int LargestListing = 16 * 1024 * 1024;

    private readonly HttpClient _client;
    private readonly ModelStoreOptions _options;

    public ModelHub(ModelStoreOptions options)
    {
        _options = options;
        // The handler sends no Authorization header after a redirect, so that the token never reaches a file server elsewhere.
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AutomaticDecompression = DecompressionMethods.None };
        if (options.Proxy is not null) handler.Proxy = new WebProxy(options.Proxy);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("localrag", typeof(ModelHub).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Lists a repository's files.</summary>
    public async Task<HubRepository> ReadAsync(string repository, CancellationToken cancellationToken)
    {
        using var response = await SendAsync($"api/models/{repository}?blobs=true", repository, offset: 0, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestListing, cancellationToken).ConfigureAwait(false);
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return HubRepository.Parse(repository, json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or HttpRequestException)
        {
            throw new ModelException(ModelError.Failed, $"{_options.Hub} answered something that is no listing of {repository}: {error.Message}", error);
        }
    }

    /// <summary>Opens a file's bytes from an offset on. A server may answer with the whole file all the same.</summary>
    public Task<HttpResponseMessage> OpenAsync(PullPlan plan, long offset, CancellationToken cancellationToken) =>
        SendAsync($"{plan.Repository}/resolve/{Uri.EscapeDataString(plan.Revision)}/{string.Join('/', plan.File.Split('/').Select(Uri.EscapeDataString))}", plan.Repository, offset, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string path, string repository, long offset, CancellationToken cancellationToken)
    {
        if (_options.Offline)
            throw new ModelException(ModelError.Offline, $"LOCALRAG_OFFLINE=1 forbids outgoing connections, so {repository} cannot be asked for. Unset it, or fetch the file elsewhere and run 'localrag models add PATH'.");
        var hub = _options.Hub.AbsoluteUri.EndsWith('/') ? _options.Hub : new Uri(_options.Hub.AbsoluteUri + "/");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub, path));
        if (_options.Token is { Length: > 0 } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (offset > 0) request.Headers.Range = new RangeHeaderValue(offset, null);
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw new ModelException(ModelError.Unreachable, $"{hub.Host} cannot be reached: {error.Message}. Set downloads.hub to a mirror or downloads.proxy to a proxy in settings.json if you have one.", error);
        }

        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return response;
        using (response) throw Refused(response, repository, hub);
    }

    private ModelException Refused(HttpResponseMessage response, string repository, Uri hub)
    {
        var code = response.Headers.TryGetValues("X-Error-Code", out var codes) ? codes.FirstOrDefault() : null;
        var gated = code == "GatedRepo" || response.StatusCode == HttpStatusCode.Forbidden || (response.StatusCode == HttpStatusCode.Unauthorized && code != "RepoNotFound");
        if (gated)
        {
            return new ModelException(ModelError.Gated,
                $"{repository} is gated: its makers want you to accept their terms. Sign in at {new Uri(hub, repository)}, accept them there, make a read token in your account's settings, and set HF_TOKEN to it" +
                (_options.Token is { Length: > 0 } ? " (the token that is set is not enough)." : "."));
        }

        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized
            ? new ModelException(ModelError.NotFound, $"{hub.Host} has no repository or file of this name: {repository}.")
            : new ModelException(ModelError.Unreachable, $"{hub.Host} answered {(int)response.StatusCode} {response.ReasonPhrase} for {repository}.");
    }
}

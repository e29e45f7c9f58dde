namespace LocalRag.Models.Hosting;

/// <summary>Brings the host back at once when it breaks off in a request, before anybody asks again.</summary>
internal sealed class HostRevival(HostLauncher launcher, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (error.HttpRequestError != HttpRequestError.ConnectionError && error.InnerException is not ModelException)
        {
            await using var back = await launcher.ConnectAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }
}

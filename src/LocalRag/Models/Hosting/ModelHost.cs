using System.Diagnostics;
using LocalRag.Models.Serving;

namespace LocalRag.Models.Hosting;

/// <summary>The model host as a server: each new connection finds it, or starts it. So a host that crashed is back with the next request.</summary>
internal static class ModelHost
{
    public static ModelServer Connect(HostAddress address, Func<ProcessStartInfo> start)
    {
        var launcher = new HostLauncher(address, start);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => await launcher.ConnectAsync(cancellationToken).ConfigureAwait(false),
            UseProxy = false,
            AllowAutoRedirect = false,
            // A connection to a host that ended is found dead when it is used, and a request on it is then sent again on a new one.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        return new ModelServer(new Uri("http://localhost/v1"), key: null, ServerKind.ModelHost, new HostRevival(launcher, handler));
    }
}

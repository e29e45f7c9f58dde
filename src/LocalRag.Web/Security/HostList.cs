namespace LocalRag.Web.Security;

/// <summary>The names that this server answers to: the loopback names with the port they were called on, and those that are configured.</summary>
/// <remarks>A name of somebody else's that resolves to 127.0.0.1 (DNS rebinding) is not among them.</remarks>
internal sealed class HostList
{
    private static readonly HashSet<string> Loopback = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    private readonly HashSet<string> _configured;

    public HostList(string configured) =>
        _configured = configured.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a <c>Host</c> header is one of ours.</summary>
    /// <param name="port">The port that the connection came in on.</param>
    public bool Allows(HostString host, int port)
    {
        if (!host.HasValue) return false;
        if (_configured.Contains(host.Value) || _configured.Contains(host.Host)) return true;
        return Loopback.Contains(host.Host) && (host.Port ?? 80) == port;
    }

    /// <summary>Whether an <c>Origin</c> header names this very server, as the request called it.</summary>
    public static bool IsSame(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(origin, uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        && string.Equals(uri.Authority, WithoutDefaultPort(request.Host, uri), StringComparison.OrdinalIgnoreCase);

    private static string WithoutDefaultPort(HostString host, Uri uri) => host.Port is { } port && port == (uri.Scheme == "https" ? 443 : 80) ? host.Host : host.Value!;
}

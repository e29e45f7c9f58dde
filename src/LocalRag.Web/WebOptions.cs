using System.Net;
using System.Net.Sockets;
using LocalRag.Hooks;

namespace LocalRag.Web;

/// <summary>What the command line and the environment decide: <c>--Key value</c>, or <c>LOCALRAG_WEB_KEY=value</c>.</summary>
public sealed class WebOptions
{
    /// <summary>The port on loopback. 5210 is what the documentation names.</summary>
    public int Port { get; set; } = 5210;

    /// <summary>Full addresses instead of <see cref="Port"/>, separated by <c>;</c>.</summary>
    public string? Urls { get; set; }

    /// <summary>The knowledge base to open.</summary>
    public string Kb { get; set; } = "default";

    /// <summary>The folder of indexes and settings; null for the default place.</summary>
    public string? Home { get; set; }

    /// <summary>Hosts beside the loopback names that a browser may call this server by, separated by <c>;</c>: <c>rag.example:8080</c>. Without a port any port is right. (ASP.NET's own AllowedHosts is left alone: it would refuse the loopback names.)</summary>
    public string Hosts { get; set; } = "";

    /// <summary>
    /// True where other addresses than loopback are listened on because something in front publishes them on loopback alone, as the compose file does.
    /// Without it such addresses are refused.
    /// </summary>
    public bool BehindLoopback { get; set; }

    /// <summary>The folder that is indexed when the knowledge base is empty; by default the checkout's sample, <c>none</c> for nothing.</summary>
    public string? Sample { get; set; }

    /// <summary>False leaves the folders alone between searches.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>How pushes of git servers are taken: <c>LOCALRAG_WEB_PUSH__SECRET=…</c> opens <c>/hooks/push</c>.</summary>
    public PushOptions Push { get; set; } = new();

    /// <summary>Reads the command line and the environment.</summary>
    /// <remarks>From a configuration of their own: the host's takes every variable there is, and HOME would be the folder of indexes.</remarks>
    public static WebOptions Read(string[] args) =>
        new ConfigurationBuilder().AddEnvironmentVariables("LOCALRAG_WEB_").AddCommandLine(args).Build().Get<WebOptions>() ?? new WebOptions();

    /// <exception cref="KnowledgeBaseException">A setting is wrong; the message names it.</exception>
    public void Validate()
    {
        if (Push.Secret.Length > 0) Push.Validate();
        if (Port is < 0 or > 65535) throw Wrong($"--port is {Port}; set it between 0 and 65535 (0 takes a free one).");
        foreach (var address in Addresses)
        {
            if (!Uri.TryCreate(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw Wrong($"--urls holds '{address}', which is no http address.");
            var loopback = uri.Host is "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
            if (!loopback && !BehindLoopback)
                throw Wrong($"--urls names {uri.Host}, which others can reach. LocalRag listens on loopback alone; use http://127.0.0.1:{uri.Port}, or set --BehindLoopback true where a container or proxy publishes it on loopback.");
        }
    }

    /// <summary>Sees that nobody listens on the addresses yet: told by the server itself, that is a page of stack traces.</summary>
    /// <exception cref="KnowledgeBaseException">One is taken; the message names it.</exception>
    public void RequireFree()
    {
        foreach (var address in Addresses)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Port == 0 || !(uri.Host == "localhost" || IPAddress.TryParse(uri.Host.Trim('[', ']'), out _))) continue;
            try
            {
                using var listener = new TcpListener(uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(uri.Host.Trim('[', ']')), uri.Port);
                listener.Start();
            }
            catch (SocketException exception)
            {
                // Whatever else is wrong with it, the server says itself.
                if (exception.SocketErrorCode == SocketError.AddressAlreadyInUse) throw Wrong($"{address} is taken by another program, perhaps by a page that is open already. End that one, or name another port with --port.");
            }
        }
    }

    internal IReadOnlyList<string> Addresses =>
        Urls is { Length: > 0 } urls ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [$"http://127.0.0.1:{Port}"];

    private static KnowledgeBaseException Wrong(string message) => new(KnowledgeBaseError.InvalidRequest, message);
}

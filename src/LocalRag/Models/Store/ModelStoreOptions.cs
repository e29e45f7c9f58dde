namespace LocalRag.Models.Store;

/// <summary>Where models are kept and fetched from.</summary>
public sealed class ModelStoreOptions
{
    /// <summary>The public hub; a mirror with the same paths serves as well.</summary>
    public static Uri DefaultHub { get; } = new("https://huggingface.co/");

    /// <summary>The folder of our own store: <c>models</c> under <c>LOCALRAG_HOME</c>.</summary>
    public required string Folder { get; init; }

    public Uri Hub { get; init; } = DefaultHub;

    /// <summary>Null for the system's own (<c>HTTPS_PROXY</c> and its like).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>A user's token for gated models; null for none. Sent to <see cref="Hub"/> and nowhere else.</summary>
    public string? Token { get; init; }

    /// <summary>True where no outgoing connection may be made.</summary>
    public bool Offline { get; init; }

    /// <summary>How long a download may stand still before it is taken up again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that a download leaves free on the disk.</summary>
    public long FreeBytesToLeave { get; init; } = 512L * 1024 * 1024;

    /// <summary>Reads the settings' and the environment's part of it.</summary>
    /// <param name="home">The folder that <c>LOCALRAG_HOME</c> names, or the default one.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static ModelStoreOptions From(string home, Settings.DownloadSettings settings, Func<string, string?> variable) => new()
    {
        Folder = Path.Combine(home, "models"),
        Hub = settings.Hub ?? (Uri.TryCreate(variable("HF_ENDPOINT"), UriKind.Absolute, out var endpoint) ? endpoint : DefaultHub),
        Proxy = settings.Proxy,
        Token = variable(settings.TokenVariable),
        Offline = variable("LOCALRAG_OFFLINE") == "1",
    };
}

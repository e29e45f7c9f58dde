using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LocalRag.Hooks;

/// <summary>
/// Reads what GitHub, GitLab, Gitea (and Forgejo) and Azure DevOps send when somebody pushes. Nothing of a message is looked at before its
/// signature, token or password has been checked, and that takes the same time whatever is wrong with it.
/// </summary>
/// <remarks>Sources: each server's documentation of webhooks (Azure DevOps: service hooks, <c>git.push</c>).</remarks>
public sealed class PushWebhook
{
    private const string Branches = "refs/heads/";

    private readonly PushOptions _options;
    private readonly byte[] _secret;

    /// <exception cref="KnowledgeBaseException">A setting is wrong; the message names it.</exception>
    public PushWebhook(PushOptions options)
    {
        options.Validate();
        _options = options;
        _secret = Encoding.UTF8.GetBytes(options.Secret);
    }

    /// <summary>Checks and reads a message.</summary>
    /// <param name="header">Gives a header's value, or null; names are of any case.</param>
    /// <param name="body">As it came, byte for byte: the signature is over it.</param>
    public PushReading Read(Func<string, string?> header, ReadOnlySpan<byte> body)
    {
        if (body.Length > _options.MaxBodyBytes) return new(PushVerdict.TooLarge, [], "The message is larger than Push:MaxBodyBytes.");
        // Gitea sends GitHub's headers as well, so its own are looked for first.
        if ((header("X-Gitea-Event") ?? header("X-Forgejo-Event")) is { } gitea)
            return IsSigned(body, header("X-Gitea-Signature") ?? header("X-Forgejo-Signature")) ? Parse("Gitea", gitea == "push", body) : Unauthorized;
        if (header("X-GitHub-Event") is { } github)
            return IsSigned(body, header("X-Hub-Signature-256") is { } signature && signature.StartsWith("sha256=", StringComparison.Ordinal) ? signature[7..] : null) ? Parse("GitHub", github == "push", body) : Unauthorized;
        if (header("X-Gitlab-Event") is { } gitlab)
            return IsSecret(header("X-Gitlab-Token")) ? Parse("GitLab", gitlab == "Push Hook", body) : Unauthorized;
        if (header("Authorization") is { } authorization && authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return IsSecret(Password(authorization[6..])) ? Parse("Azure DevOps", isPush: true, body) : Unauthorized;
        return new(PushVerdict.Unauthorized, [], "No signature, token or password of a known git server came with the message.");
    }

    private static PushReading Unauthorized => new(PushVerdict.Unauthorized, [], "The signature, token or password is missing or wrong. It must be made with Push:Secret.");

    private static PushReading Parse(string server, bool isPush, ReadOnlySpan<byte> body)
    {
        if (!isPush) return new(PushVerdict.Ignored, [], "Not a push.");
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 32 });
            using var json = JsonDocument.ParseValue(ref reader);
            return server == "Azure DevOps" ? ReadAzure(json.RootElement) : ReadPush(server, json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new(PushVerdict.Malformed, [], "The message is no JSON as that server sends it. Set its content type to application/json.");
        }
    }

    private static PushReading ReadPush(string server, JsonElement json)
    {
        var repository = Member(json, server == "GitLab" ? "project" : "repository");
        string[] names = server == "GitLab" ? ["git_http_url", "git_ssh_url", "web_url", "http_url", "ssh_url"] : ["clone_url", "ssh_url", "git_url", "html_url"];
        return Of(server, [.. names.Select(name => Text(repository, name)).OfType<string>()], Text(json, "ref"), Text(json, "after"));
    }

    private static PushReading ReadAzure(JsonElement json)
    {
        if (Text(json, "eventType") != "git.push") return new(PushVerdict.Ignored, [], "Not a push.");
        var resource = Member(json, "resource");
        var urls = new[] { Text(Member(resource, "repository"), "remoteUrl"), Text(Member(resource, "repository"), "sshUrl") }.OfType<string>().ToArray();
        var updates = Member(resource, "refUpdates");
        if (updates.ValueKind != JsonValueKind.Array) return Of("Azure DevOps", urls, null, null);
        var readings = updates.EnumerateArray().Select(update => Of("Azure DevOps", urls, Text(update, "name"), Text(update, "newObjectId"))).ToList();
        // One message tells of every branch that was pushed together.
        var pushes = readings.SelectMany(reading => reading.Pushes).ToList();
        return pushes.Count > 0 ? new(PushVerdict.Push, pushes, "A push to a branch.") : readings.FirstOrDefault() ?? Of("Azure DevOps", urls, null, null);
    }

    private static PushReading Of(string server, IReadOnlyList<string> urls, string? name, string? commit)
    {
        if (urls.Count == 0 || name is null || commit is null || commit.Length is not (40 or 64) || !commit.All(char.IsAsciiHexDigit))
            return new(PushVerdict.Malformed, [], "The message does not name a repository, a branch and a commit.");
        if (!name.StartsWith(Branches, StringComparison.Ordinal)) return new(PushVerdict.Ignored, [], "Not a push to a branch.");
        if (commit.All(digit => digit == '0')) return new(PushVerdict.Ignored, [], "The branch was deleted.");
        return new(PushVerdict.Push, [new PushEvent(server, urls, name[Branches.Length..], commit)], "A push to a branch.");
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string? Password(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : null;
    }

    private bool IsSigned(ReadOnlySpan<byte> body, string? signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, body, expected);
        var given = new byte[HMACSHA256.HashSizeInBytes];
        var isHexadecimal = signature?.Length == given.Length * 2 && Convert.FromHexString(signature, given, out _, out _) == System.Buffers.OperationStatus.Done;
        return CryptographicOperations.FixedTimeEquals(expected, given) && isHexadecimal;
    }

    /// <summary>Compares digests, so that not even the length of what was given shows in the time.</summary>
    private bool IsSecret(string? given)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_secret, expected);
        SHA256.HashData(Encoding.UTF8.GetBytes(given ?? ""), actual);
        return CryptographicOperations.FixedTimeEquals(expected, actual) && given is not null;
    }
}

using LocalRag.Sources;

namespace LocalRag.Hooks;

/// <summary>A working tree that is a clone of what was pushed to, with the pushed branch checked out.</summary>
internal sealed class PushedClone
{
    private readonly GitRepository _repository;
    private readonly string _remote;
    private readonly string _branch;

    private PushedClone(GitRepository repository, string remote, string branch) => (_repository, _remote, _branch) = (repository, remote, branch);

    /// <summary>Looks at a source's remotes; null where none is the pushed repository, or another branch is checked out.</summary>
    public static PushedClone? Find(string root, PushEvent push, SourceOptions options, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(root) || GitRepository.Find(root, options) is not { } repository || repository.ReadHead().Branch != push.Branch) return null;
        var pushed = push.Urls.Select(Address).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var (name, url) in repository.ReadRemotes(cancellationToken))
        {
            if (Address(url) is { } address && pushed.Contains(address)) return new PushedClone(repository, name, push.Branch);
        }

        return null;
    }

    /// <summary>Fetches the branch and moves the clone forward to it.</summary>
    /// <returns>Why that could not be done, for people; null where it was.</returns>
    public string? Fetch(PushOptions options, CancellationToken cancellationToken)
    {
        try
        {
            _repository.FetchForward(_remote, _branch, options.Protocols, cancellationToken);
            return null;
        }
        catch (SourceException exception)
        {
            return exception.Message.Contains("not allowed", StringComparison.Ordinal) ? $"{exception.Message} Push:Protocols says what git may speak: {options.Protocols}." : exception.Message;
        }
    }

    /// <summary>
    /// What stays of an address when the ways to write it are taken away: <c>https://user@host/a/b.git</c>, <c>ssh://git@host:22/a/b</c> and
    /// <c>git@host:a/b.git</c> are all <c>host/a/b</c>. Null for a path on this machine.
    /// </summary>
    internal static string? Address(string url)
    {
        string host, path;
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "ssh" or "git")
        {
            (host, path) = (uri.IdnHost, Uri.UnescapeDataString(uri.AbsolutePath));
        }
        else
        {
            var colon = url.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || url.AsSpan(0, colon).Contains('/') || url.Contains("://", StringComparison.Ordinal)) return null;
            (host, path) = (url[(url.IndexOf('@', StringComparison.Ordinal) + 1)..colon], url[(colon + 1)..]);
        }

        path = path.Trim('/');
        if (path.EndsWith(".git", StringComparison.OrdinalIgnoreCase)) path = path[..^4];
        return host.Length == 0 || path.Length == 0 ? null : $"{host}/{path}".ToLowerInvariant();
    }
}

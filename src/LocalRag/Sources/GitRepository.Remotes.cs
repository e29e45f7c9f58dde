using System.Text;

namespace LocalRag.Sources;

/// <summary>What a repository's settings say about hooks and other machines, and the one call that speaks to one.</summary>
internal sealed partial class GitRepository
{
    /// <summary>Reads where git looks for hooks, and whether the system, the user or the repository says so.</summary>
    /// <returns>The path as written, with <c>~</c> resolved; null for the repository's own folder.</returns>
    /// <exception cref="SourceException">git refused or failed.</exception>
    public (string? Path, string? Scope) ReadHooksPath(CancellationToken cancellationToken)
    {
        // The last of them is our own call's, which switches hooks off.
        var output = _call.Run(WorkTree, WorkTree, ["config", "-z", "--show-scope", "--type=path", "--get-all", "core.hooksPath"], cancellationToken).OutputOrThrow();
        var fields = Encoding.UTF8.GetString(output).Split('\0');
        (string?, string?) found = (null, null);
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            if (fields[i] != "command") found = (fields[i + 1], fields[i]);
        }

        return found;
    }

    /// <summary>The remotes and where each is fetched from, as written.</summary>
    /// <exception cref="SourceException">git refused or failed.</exception>
    public IReadOnlyList<(string Name, string Url)> ReadRemotes(CancellationToken cancellationToken)
    {
        var result = _call.Run(WorkTree, WorkTree, ["config", "-z", "--get-regexp", @"^remote\..*\.url$"], cancellationToken);
        // 1 is git's way to say that there are none.
        if (result.ExitCode == 1) return [];
        return [.. Encoding.UTF8.GetString(result.OutputOrThrow()).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\n', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0]["remote.".Length..^".url".Length], parts[1]))];
    }

    /// <summary>Fetches one branch and moves the checked-out branch forward to it. Nothing is merged and nothing of the user's is overwritten.</summary>
    /// <param name="protocols">What git may speak, separated by colons.</param>
    /// <exception cref="SourceException">git refused or failed, or the repository sets programs that a checkout would run.</exception>
    public void FetchForward(string remote, string branch, string protocols, CancellationToken cancellationToken)
    {
        if (remote.StartsWith('-') || branch.StartsWith('-') || branch.Any(c => char.IsControl(c) || c is ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\') || branch.Contains("..", StringComparison.Ordinal))
            throw new SourceException($"'{branch}' of '{remote}' is no branch that can be fetched.");
        var programs = _call.Run(WorkTree, WorkTree, ["config", "--local", "--name-only", "--get-regexp", @"^(filter|merge|include|includeif)\.|^remote\..*\.(vcs|uploadpack)$"], cancellationToken);
        if (programs.ExitCode == 0)
            throw new SourceException($"The repository's own settings name programs or other settings ({Encoding.UTF8.GetString(programs.Output).Split('\n')[0]}), so it is not fetched. Fetch it yourself, or set Push:Fetch=false.");
        var tracking = $"refs/remotes/{remote}/{branch}";
        _call.Run(
            WorkTree, WorkTree,
            ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--upload-pack=git-upload-pack", "--", remote, $"+refs/heads/{branch}:{tracking}"],
            cancellationToken, protocols).OutputOrThrow();
        _call.Run(WorkTree, WorkTree, ["merge", "--quiet", "--ff-only", "--no-verify-signatures", tracking, "--"], cancellationToken, protocols).OutputOrThrow();
    }
}

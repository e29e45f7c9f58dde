using System.Text;
using System.Text.RegularExpressions;

namespace LocalRag.Sources;

/// <summary>
/// A git working tree: where it is, what is checked out, which files it has and what differs between commits. Head and branch are read
/// from the repository's files, which costs microseconds and starts nothing; all else is one hardened <see cref="GitCall"/>.
/// </summary>
internal sealed partial class GitRepository
{
    private const int MaxRefBytes = 4096;
    private const int MaxPackedRefsBytes = 64 * 1024 * 1024;

    private readonly GitCall _call;
    private readonly SourceOptions _options;

    private GitRepository(string workTree, string gitFolder, string commonFolder, SourceOptions options)
    {
        (WorkTree, GitFolder, CommonFolder, _options) = (workTree, gitFolder, commonFolder, options);
        _call = new GitCall(options);
    }

    /// <summary>The top folder of the working tree.</summary>
    public string WorkTree { get; }

    /// <summary>The folder of this working tree's own HEAD and index.</summary>
    public string GitFolder { get; }

    /// <summary>The folder of the branches and objects, which several working trees may share.</summary>
    public string CommonFolder { get; }

    /// <summary>Finds the working tree that a folder is in.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="options">How git is to be called later.</param>
    /// <returns>Null where it is in none.</returns>
    public static GitRepository? Find(string folder, SourceOptions options)
    {
        for (var top = folder; top is not null; top = Path.GetDirectoryName(top))
        {
            if (GitFolderOf(top) is { } gitFolder) return new GitRepository(top, gitFolder, CommonFolderOf(gitFolder), options);
        }

        return null;
    }

    /// <summary>True where a folder is the top of a working tree.</summary>
    public static bool IsTop(string folder) => GitFolderOf(folder) is not null;

    /// <summary>True where a folder itself holds what a <c>.git</c> folder holds.</summary>
    public static bool IsGitFolder(string folder) =>
        File.Exists(Path.Combine(folder, "HEAD")) && (File.Exists(Path.Combine(folder, "commondir")) ||
            (Directory.Exists(Path.Combine(folder, "objects")) && Directory.Exists(Path.Combine(folder, "refs"))));

    /// <summary>Reads what is checked out.</summary>
    public GitHead ReadHead()
    {
        var name = "HEAD";
        string? branch = null;
        for (var depth = 0; depth < 5; depth++)
        {
            var value = ReadRef(name);
            if (value is null || !value.StartsWith("ref:", StringComparison.Ordinal)) return new GitHead(value is not null && IsCommit(value) ? value : null, branch);
            name = value[4..].Trim();
            // A name that climbs out of the repository would have us read any file as a branch.
            if (!name.StartsWith("refs/", StringComparison.Ordinal) || name.Split('/').Any(part => part is ".." or "." or "") || name.Any(char.IsControl)) break;
            if (branch is null && name.StartsWith("refs/heads/", StringComparison.Ordinal)) branch = name["refs/heads/".Length..];
        }

        return new GitHead(null, branch);
    }

    /// <summary>Tells by sizes and times alone whether a commit, a checkout or a staging may have happened between two readings: then they differ.</summary>
    public string ReadStamp()
    {
        var branch = ReadHead().Branch;
        string[] files =
        [
            Path.Combine(GitFolder, "HEAD"), Path.Combine(GitFolder, "index"), Path.Combine(CommonFolder, "packed-refs"),
            .. branch is null ? [] : new[] { Path.Combine(CommonFolder, "refs", "heads", branch) },
        ];
        return string.Join(';', files.Select(file => new FileInfo(file)).Select(file => file.Exists ? $"{file.Length}@{file.LastWriteTimeUtc.Ticks}" : ""));
    }

    /// <summary>Lists what git would: tracked files, and those neither tracked nor ignored.</summary>
    /// <param name="folder">The working tree's top or a folder in it; paths are relative to it.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="SourceException">git refused or failed.</exception>
    public IReadOnlyList<GitEntry> List(string folder, CancellationToken cancellationToken)
    {
        var output = _call.Run(folder, WorkTree, ["ls-files", "-z", "-t", "--stage", "--cached", "--others", "--exclude-standard", "--"], cancellationToken).OutputOrThrow();
        var entries = new List<GitEntry>();
        string? previous = null;
        foreach (var range in Records(output))
        {
            var record = output.AsSpan(range);
            var tag = record[0];
            record = record[2..];
            var kind = GitEntryKind.Untracked;
            if (tag != '?')
            {
                kind = record[..6] switch
                {
                    _ when record.StartsWith("160000"u8) => GitEntryKind.Submodule,
                    _ when record.StartsWith("120000"u8) => GitEntryKind.Link,
                    _ => GitEntryKind.Tracked,
                };
                record = record[(record.IndexOf((byte)'\t') + 1)..];
            }

            var path = Encoding.UTF8.GetString(record);
            // A file in conflict stands there once for each side.
            if (path == previous) continue;
            previous = path;
            entries.Add(new GitEntry(path, kind));
        }

        return entries;
    }

    /// <summary>Lists the files that differ between two commits. A file that moved unchanged is one rename; other moves are a removal and an addition.</summary>
    /// <param name="folder">The working tree's top or a folder in it; paths are relative to it, and files outside are left out.</param>
    /// <param name="from">The older commit, in hexadecimal.</param>
    /// <param name="to">The newer commit, in hexadecimal.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="SourceException">git refused or failed.</exception>
    public IReadOnlyList<GitChange> Difference(string folder, string from, string to, CancellationToken cancellationToken)
    {
        // Exact renames are seen by the objects' names alone: nothing is read, so a partial clone need not fetch and no filter is asked.
        var output = _call.Run(folder, WorkTree,
            ["diff-tree", "-r", "-z", "--name-status", "--find-renames=100%", "--no-ext-diff", "--no-textconv", "--relative", Commit(from), Commit(to), "--"],
            cancellationToken).OutputOrThrow();
        var fields = Records(output).Select(range => Encoding.UTF8.GetString(output.AsSpan(range))).ToArray();
        var changes = new List<GitChange>();
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            switch (fields[i][0])
            {
                case 'A':
                    changes.Add(new GitChange(GitChangeKind.Added, fields[i + 1], null));
                    break;
                case 'D':
                    changes.Add(new GitChange(GitChangeKind.Removed, fields[i + 1], null));
                    break;
                case 'R':
                    changes.Add(new GitChange(GitChangeKind.Renamed, fields[i + 2], fields[i + 1]));
                    i++;
                    break;
                default:
                    changes.Add(new GitChange(GitChangeKind.Changed, fields[i + 1], null));
                    break;
            }
        }

        return changes;
    }

    /// <summary>Lists the files below a folder whose staged content is not a commit's. Reads the index and the commit and no file.</summary>
    /// <exception cref="SourceException">git refused or failed.</exception>
    public HashSet<string> Staged(string folder, string commit, CancellationToken cancellationToken)
    {
        var output = _call.Run(
            folder, WorkTree, ["diff-index", "--cached", "-z", "--name-only", "--no-renames", "--ignore-submodules=all", "--no-ext-diff", "--no-textconv", "--relative", Commit(commit), "--"],
            cancellationToken).OutputOrThrow();
        return Records(output).Select(range => Encoding.UTF8.GetString(output.AsSpan(range))).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>True while a rebase, a merge of many commits or another git process is at work, or stopped in the midst of it.</summary>
    public bool IsBusy() =>
        Directory.Exists(Path.Combine(GitFolder, "rebase-merge")) || Directory.Exists(Path.Combine(GitFolder, "rebase-apply")) ||
        Directory.Exists(Path.Combine(GitFolder, "sequencer")) || File.Exists(Path.Combine(GitFolder, "index.lock"));

    /// <summary>True where the repository has the commit, which after a forced push or in a shallow clone it may not.</summary>
    public bool HasCommit(string commit, CancellationToken cancellationToken) =>
        _call.Run(WorkTree, WorkTree, ["cat-file", "-e", $"{Commit(commit)}^{{commit}}"], cancellationToken).ExitCode == 0;

    /// <summary>True where one commit can be reached from another. False where either is missing.</summary>
    public bool IsAncestor(string ancestor, string descendant, CancellationToken cancellationToken) =>
        _call.Run(WorkTree, WorkTree, ["merge-base", "--is-ancestor", Commit(ancestor), Commit(descendant)], cancellationToken).ExitCode == 0;

    /// <summary>The ignore rules that hold at the top of the working tree, its own <c>.gitignore</c> left out.</summary>
    public IgnoreRules OuterRules() => OuterRules(_options.Environment, WorkTree, this);

    /// <param name="environment">Where the user's settings are.</param>
    /// <param name="top">The working tree's top, or the folder that is walked.</param>
    /// <param name="repository">Null outside of a repository.</param>
    public static IgnoreRules OuterRules(GitEnvironment environment, string top, GitRepository? repository)
    {
        var settings = GitSettings.Read(environment, repository);
        var rules = IgnoreRules.None(settings.IgnoresCase);
        if (settings.ExcludesFile is { } global && SafeFile.TryReadAll(Path.Combine(top, global), IgnoreFile.MaxBytes, followLink: true) is { } globalBytes)
            rules = rules.With(globalBytes, default);
        if (repository is not null && SafeFile.TryReadAll(Path.Combine(repository.CommonFolder, "info", "exclude"), IgnoreFile.MaxBytes, followLink: true) is { } ownBytes)
            rules = rules.With(ownBytes, default);
        return rules;
    }

    private static string? GitFolderOf(string top)
    {
        var path = Path.Combine(top, ".git");
        if (Directory.Exists(path)) return IsGitFolder(path) ? path : null;
        if (SafeFile.TryReadAll(path, MaxRefBytes, followLink: true) is not { } bytes) return null;
        var text = Encoding.UTF8.GetString(bytes);
        if (!text.StartsWith("gitdir: ", StringComparison.Ordinal)) return null;
        return Target(text["gitdir: ".Length..], top) is { } target && IsGitFolder(target) ? target : null;
    }

    private static string CommonFolderOf(string gitFolder) =>
        SafeFile.TryReadAll(Path.Combine(gitFolder, "commondir"), MaxRefBytes, followLink: true) is { Length: > 0 } bytes
            ? Target(Encoding.UTF8.GetString(bytes), gitFolder) ?? gitFolder
            : gitFolder;

    /// <summary>Where a file says that a folder is; null where it can be none.</summary>
    private static string? Target(string text, string from) =>
        text.TrimEnd('\n', '\r') is { Length: > 0 } path && !path.Any(char.IsControl) ? Path.GetFullPath(path, from) : null;

    private static string Commit(string text) =>
        IsCommit(text) ? text : throw new SourceException($"\"{text}\" is not a commit's full name in hexadecimal.");

    private static bool IsCommit(string text) => CommitName().IsMatch(text);

    [GeneratedRegex(@"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex CommitName();

    private static List<Range> Records(byte[] output)
    {
        var ranges = new List<Range>();
        for (var start = 0; start < output.Length;)
        {
            var end = Array.IndexOf(output, (byte)0, start);
            if (end < 0) end = output.Length;
            if (end > start) ranges.Add(start..end);
            start = end + 1;
        }

        return ranges;
    }

    private string? ReadRef(string name)
    {
        foreach (var folder in GitFolder == CommonFolder ? [GitFolder] : new[] { GitFolder, CommonFolder })
        {
            if (SafeFile.TryReadAll(Path.Combine(folder, name), MaxRefBytes, followLink: true) is { Length: > 0 } bytes)
                return Encoding.UTF8.GetString(bytes).Trim();
        }

        return ReadPackedRef(name);
    }

    private string? ReadPackedRef(string name)
    {
        if (SafeFile.TryReadAll(Path.Combine(CommonFolder, "packed-refs"), MaxPackedRefsBytes, followLink: true) is not { } packed) return null;
        var suffix = Encoding.UTF8.GetBytes($" {name}\n");
        var rest = packed.AsSpan();
        while (rest.IndexOf(suffix) is var at and >= 0)
        {
            var lineStart = rest[..at].LastIndexOf((byte)'\n') + 1;
            var value = Encoding.UTF8.GetString(rest[lineStart..at]);
            if (IsCommit(value)) return value;
            rest = rest[(at + suffix.Length)..];
        }

        return null;
    }
}

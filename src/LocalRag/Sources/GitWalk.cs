using System.Runtime.InteropServices;
using System.Text;

namespace LocalRag.Sources;

/// <summary>Turns git's listing into ours: looks at each file, and leaves out what is left out by name, size or kind.</summary>
internal sealed class GitWalk
{
    private readonly SourceRoot _root;
    private readonly SourceOptions _options;
    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BuildTools> _tools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SkippedFile> _skipped = new(StringComparer.Ordinal);

    private GitWalk(SourceRoot root, SourceOptions options) => (_root, _options) = (root, options);

    public static SourceListing Run(SourceRoot root, GitRepository repository, IReadOnlyList<GitEntry> entries, SourceOptions options, CancellationToken cancellationToken)
    {
        var walk = new GitWalk(root, options);
        var wanted = walk.Choose(entries);
        var seen = new (SourceFile? File, string? Reason)[wanted.Count];
        Parallel.For(0, wanted.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => seen[i] = walk.Look(wanted[i].Entry.Path, wanted[i].IsNamedInOwn));

        var files = new List<SourceFile>(wanted.Count);
        var untracked = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i].File is { } file)
            {
                files.Add(file);
                if (wanted[i].Entry.Kind == GitEntryKind.Untracked) untracked.Add(file.Path);
            }
            else if (seen[i].Reason is { } reason)
            {
                walk.Skip(wanted[i].Entry.Path, reason);
            }
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return new SourceListing
        {
            Root = root.Path,
            Files = files,
            Skipped = [.. walk._skipped.Values.OrderBy(file => file.Path, StringComparer.Ordinal)],
            Head = repository.ReadHead(),
            Untracked = untracked,
            Settings = root.Settings,
        };
    }

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    // Git writes no such name into its index, but an index may be written by anybody.
    internal static bool LeadsOut(string path) =>
        path.Length == 0 || path.Split('/').Any(part => part is "" or "." or ".." or ".git") || (OperatingSystem.IsWindows() && path.AsSpan().ContainsAny('\\', ':'));

    /// <summary>What there is to look at; what lies in folders that are left out is noted by those.</summary>
    private List<(GitEntry Entry, bool IsNamedInOwn)> Choose(IReadOnlyList<GitEntry> entries)
    {
        foreach (var entry in entries)
        {
            var slash = entry.Path.LastIndexOf('/');
            if (NameRules.ToolOf(entry.Path.AsSpan(slash + 1)) is var tool and not BuildTools.None && !LeadsOut(entry.Path) && Path.Exists(Path.Combine(_root.Path, entry.Path)))
                CollectionsMarshal.GetValueRefOrAddDefault(_tools, FolderOf(entry.Path), out _) |= tool;
        }

        var wanted = new List<(GitEntry, bool)>(entries.Count);
        var lookup = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var entry in entries)
        {
            var path = entry.Path.TrimEnd('/');
            if (LeadsOut(path)) continue;
            var slash = path.LastIndexOf('/') + 1;
            var isTree = entry.Kind == GitEntryKind.Submodule || entry.Path.EndsWith('/');
            if (!lookup.TryGetValue(path.AsSpan(0, slash), out var folder)) folder = FolderAt(path[..slash]);
            if (isTree && LeftOut(folder, entry.Kind) is null) folder = FolderAt(path + "/");
            if (LeftOut(folder, entry.Kind) is { } leftOut)
            {
                Note(leftOut, path);
            }
            else if (isTree)
            {
                if (Directory.Exists(Path.Combine(_root.Path, path))) Skip(path + "/", entry.Kind == GitEntryKind.Submodule ? SourceRoot.Submodule : SourceRoot.OwnRepository);
            }
            else
            {
                wanted.Add((entry, folder.OwnRules.IsIgnored(Encoding.UTF8.GetBytes(_root.Prefix + path), isFolder: false)));
            }
        }

        return wanted;
    }

    private static SkippedFile? LeftOut(Folder folder, GitEntryKind kind) => kind == GitEntryKind.Untracked ? folder.LeftOutUntracked : folder.LeftOut;

    /// <summary>Notes a folder that is left out where something of it is there. What became a link is listed as one and never looked through.</summary>
    private void Note(SkippedFile folder, string path)
    {
        if (folder.Reason == SourceRoot.Link || _skipped.ContainsKey(folder.Path)) return;
        if (folder.Reason is SourceRoot.BadName or SourceRoot.NotReadable || Path.Exists(Path.Combine(_root.Path, path))) _skipped.Add(folder.Path, folder);
    }

    private void Skip(string path, string reason) => _skipped.TryAdd(path, new SkippedFile(path, reason));

    private (SourceFile? File, string? Reason) Look(string path, bool isNamedInOwn)
    {
        try
        {
            // No file has the name as we can write it.
            if (path.Contains('\uFFFD')) return (null, SourceRoot.BadName);
            var info = new FileInfo(Path.Combine(_root.Path, path));
            // Tracked but deleted, or a folder now: git lists it still, and it is gone.
            if (!info.Exists && info.LinkTarget is null) return default;
            if (isNamedInOwn) return (null, _root.NamedInOwn);
            var status = FileStatus.Read(_root.Path, path) ?? FileStatus.Of(info);
            if (!status.IsPlain && !status.IsLink) return default;
            return _root.ReasonOf(info.Name, status.Size, status.IsLink, _options) is { } reason
                ? (null, reason)
                : (new SourceFile(path, status.Size, status.LastChangeTicks), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, SourceRoot.NotReadable);
        }
    }

    private Folder FolderAt(string path)
    {
        if (_folders.TryGetValue(path, out var known)) return known;
        Folder folder;
        if (path.Length == 0)
        {
            folder = new Folder(_root.WithIgnoreFile(_root.OwnRules, "", IgnoreFile.Own), null, null);
        }
        else
        {
            var name = path[..^1];
            var outerPath = FolderOf(name);
            var outer = FolderAt(outerPath);
            var leftOut = outer.LeftOut;
            var leftOutUntracked = outer.LeftOutUntracked;
            if (leftOut is null)
            {
                var reason = _root.ReasonOfFolder(name, _options);
                if (outer.OwnRules.IsIgnored(Encoding.UTF8.GetBytes(_root.Prefix + name), isFolder: true)) reason = _root.NamedInOwn;
                else if (new DirectoryInfo(Path.Combine(_root.Path, name)).LinkTarget is not null) reason = SourceRoot.Link;
                else if (reason is null && !SourceRoot.MayBeRead(Path.Combine(_root.Path, name))) reason = SourceRoot.NotReadable;
                else if (reason is null && GitRepository.IsGitFolder(Path.Combine(_root.Path, name))) reason = SourceRoot.GitFolder;
                if (reason is not null) leftOut = new SkippedFile(path, reason);
            }

            leftOutUntracked ??= leftOut;
            if (leftOutUntracked is null && NameRules.IsBuildOutput(name.AsSpan(outerPath.Length), _tools.GetValueOrDefault(outerPath))) leftOutUntracked = new SkippedFile(path, NameRules.BuildOutput);
            if (leftOutUntracked is null && GitRepository.IsTop(Path.Combine(_root.Path, name))) leftOutUntracked = new SkippedFile(path, SourceRoot.OwnRepository);
            var ownRules = leftOut is null ? _root.WithIgnoreFile(outer.OwnRules, path, IgnoreFile.Own) : outer.OwnRules;
            folder = new Folder(ownRules, leftOut, leftOutUntracked);
        }

        _folders.Add(path, folder);
        return folder;
    }

    /// <param name="OwnRules">The rules of <see cref="IgnoreFile.Own"/> within the folder.</param>
    /// <param name="LeftOut">The folder, this or one above, that is left out whole.</param>
    /// <param name="LeftOutUntracked">The same, for what git does not track: build output and repositories of their own as well.</param>
    private sealed record Folder(IgnoreRules OwnRules, SkippedFile? LeftOut, SkippedFile? LeftOutUntracked);
}

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
        Parallel.For(0, wanted.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => seen[i] = walk.Look(wanted[i].Path));

        var files = new List<SourceFile>(wanted.Count);
        var untracked = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i].File is { } file)
            {
                files.Add(file);
                if (wanted[i].Kind == GitEntryKind.Untracked) untracked.Add(file.Path);
            }
            else if (seen[i].Reason is { } reason)
            {
                walk.Skip(wanted[i].Path, reason);
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

    private List<GitEntry> Choose(IReadOnlyList<GitEntry> entries)
    {
        foreach (var entry in entries)
        {
            var slash = entry.Path.LastIndexOf('/');
            if (NameRules.ToolOf(entry.Path.AsSpan(slash + 1)) is var tool and not BuildTools.None)
                CollectionsMarshal.GetValueRefOrAddDefault(_tools, FolderOf(entry.Path), out _) |= tool;
        }

        var wanted = new List<GitEntry>(entries.Count);
        var lookup = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var entry in entries)
        {
            var path = entry.Path.TrimEnd('/');
            // Git writes no such name into its index, but an index may be written by anybody.
            if (path.Length == 0 || path.Split('/').Any(part => part is "" or "." or ".." or ".git")) continue;
            var slash = path.LastIndexOf('/') + 1;
            if (!lookup.TryGetValue(path.AsSpan(0, slash), out var folder)) folder = FolderAt(path[..slash]);
            if ((folder.LeftOut ?? (entry.Kind == GitEntryKind.Untracked ? folder.LeftOutUntracked : null)) is { } leftOut)
            {
                _skipped.TryAdd(leftOut.Path, leftOut);
            }
            else if (entry.Kind == GitEntryKind.Submodule || entry.Path.EndsWith('/'))
            {
                if (Directory.Exists(Path.Combine(_root.Path, path))) Skip(path + "/", entry.Kind == GitEntryKind.Submodule ? SourceRoot.Submodule : SourceRoot.OwnRepository);
            }
            else if (folder.OwnRules.IsIgnored(Encoding.UTF8.GetBytes(_root.Prefix + path), isFolder: false))
            {
                Skip(path, _root.NamedInOwn);
            }
            else if (_root.ReasonOf(path.AsSpan(slash), 0, isLink: false, _options) is { } reason)
            {
                Skip(path, reason);
            }
            else
            {
                wanted.Add(entry);
            }
        }

        return wanted;
    }

    private void Skip(string path, string reason) => _skipped.TryAdd(path, new SkippedFile(path, reason));

    private (SourceFile? File, string? Reason) Look(string path)
    {
        try
        {
            var info = new FileInfo(Path.Combine(_root.Path, path));
            // Tracked but deleted, or a folder now: git lists it still, and it is gone.
            if (!info.Exists && info.LinkTarget is null) return default;
            if (info.Attributes.HasFlag(FileAttributes.ReparsePoint)) return (null, SourceRoot.Link);
            return info.Length > _options.MaxFileBytes
                ? (null, FileReader.TooLarge(_options))
                : (new SourceFile(path, info.Length, info.LastWriteTimeUtc.Ticks), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, "may not be read");
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
                var reason = NameRules.OfFolder(name);
                if (outer.OwnRules.IsIgnored(Encoding.UTF8.GetBytes(_root.Prefix + name), isFolder: true)) reason = _root.NamedInOwn;
                else if (new DirectoryInfo(Path.Combine(_root.Path, name)).LinkTarget is not null) reason = SourceRoot.Link;
                if (reason is not null) leftOut = new SkippedFile(path, reason);
            }

            if (leftOutUntracked is null && NameRules.IsBuildOutput(name.AsSpan(outerPath.Length), _tools.GetValueOrDefault(outerPath)))
                leftOutUntracked = new SkippedFile(path, NameRules.BuildOutput);
            var ownRules = leftOut is null ? _root.WithIgnoreFile(outer.OwnRules, path, IgnoreFile.Own) : outer.OwnRules;
            folder = new Folder(ownRules, leftOut, leftOutUntracked);
        }

        _folders.Add(path, folder);
        return folder;
    }

    /// <param name="OwnRules">The rules of <see cref="IgnoreFile.Own"/> within the folder.</param>
    /// <param name="LeftOut">The folder, this or one above, that is left out whole.</param>
    /// <param name="LeftOutUntracked">The same, for what git does not track.</param>
    private sealed record Folder(IgnoreRules OwnRules, SkippedFile? LeftOut, SkippedFile? LeftOutUntracked);
}

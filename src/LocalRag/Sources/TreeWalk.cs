using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Text;

namespace LocalRag.Sources;

/// <summary>
/// Walks a folder by our own ignore rules, all cores at once, and never through a symbolic link. Lists what git would but for what
/// git tracks although it is ignored. A folder that is left out is noted where git would list something of it.
/// </summary>
/// <param name="tracked">What git tracks.</param>
internal sealed class TreeWalk(SourceRoot root, SourceOptions options, IReadOnlyList<GitEntry> tracked)
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    private readonly string[] _submodules = [.. tracked.Where(entry => entry.Kind == GitEntryKind.Submodule).Select(entry => entry.Path + "/")];
    // Only notes hang on it, and those are rare.
    private readonly Lazy<HashSet<string>> _tracked = new(() => tracked.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal));
    private readonly ConcurrentBag<List<SourceFile>> _files = [];
    private readonly ConcurrentBag<SkippedFile> _skipped = [];

    public IEnumerable<SourceFile> Files => _files.SelectMany(files => files);

    public IEnumerable<SkippedFile> Skipped => _skipped;

    public void Run(CancellationToken cancellationToken)
    {
        var level = new List<Folder> { new("", root.Path, root.GitRules, root.OwnRules) };
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        while (level.Count > 0)
        {
            var next = new ConcurrentBag<List<Folder>>();
            Parallel.ForEach(level, parallel, folder => next.Add(Visit(folder)));
            level = [.. next.SelectMany(folders => folders)];
        }
    }

    private List<Folder> Visit(Folder folder)
    {
        var inner = new List<Folder>();
        List<Entry> entries;
        try
        {
            entries = [.. new FileSystemEnumerable<Entry?>(folder.FullPath, Entry.Of, Everything).OfType<Entry>()];
            if (entries.Count > 0 && !SourceRoot.MayBeEntered(folder.FullPath)) throw new UnauthorizedAccessException();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _skipped.Add(new SkippedFile(folder.Path, SourceRoot.NotReadable));
            return inner;
        }

        if (folder.Path.Length > 0 && entries.Exists(entry => entry.Name == "HEAD") && GitRepository.IsGitFolder(folder.FullPath))
        {
            if (root.Repository is null || Holds(folder, untracked: false)) _skipped.Add(new SkippedFile(folder.Path, SourceRoot.GitFolder));
            return inner;
        }

        if (folder.Path.Length > 0 && root.Repository is not null && entries.Exists(entry => entry.Name == ".git") && GitRepository.IsTop(folder.FullPath))
        {
            if (!_tracked.Value.Any(path => path.StartsWith(folder.Path, StringComparison.Ordinal)) || Holds(folder, untracked: true)) _skipped.Add(new SkippedFile(folder.Path, SourceRoot.OwnRepository));
            return inner;
        }

        var tools = BuildTools.None;
        var (gitRules, ownRules) = (folder.GitRules, folder.OwnRules);
        foreach (var entry in entries)
        {
            if (entry.IsFolder) continue;
            if (entry.Name == IgnoreFile.Git) gitRules = root.WithIgnoreFile(gitRules, folder.Path, IgnoreFile.Git);
            else if (entry.Name == IgnoreFile.Own) ownRules = root.WithIgnoreFile(ownRules, folder.Path, IgnoreFile.Own);
        }

        foreach (var entry in entries)
        {
            if (!entry.IsFolder && NameRules.ToolOf(entry.Name) is var tool and not BuildTools.None && !gitRules.IsIgnored(Encoding.UTF8.GetBytes(root.Prefix + folder.Path + entry.Name), isFolder: false)) tools |= tool;
        }

        var files = new List<SourceFile>(entries.Count);
        Span<byte> buffer = stackalloc byte[1024];
        var prefix = root.Prefix + folder.Path;
        foreach (var entry in entries)
        {
            if (entry.Name == ".git") continue;
            var full = prefix + entry.Name;
            var utf8 = Encoding.UTF8.GetMaxByteCount(full.Length) <= buffer.Length
                ? buffer[..Encoding.UTF8.GetBytes(full, buffer)]
                : Encoding.UTF8.GetBytes(full);
            if (gitRules.IsIgnored(utf8, entry.IsFolder)) continue;
            var path = folder.Path + entry.Name;
            var isNamed = ownRules.IsIgnored(utf8, entry.IsFolder);
            if (entry.IsFolder)
            {
                var next = new Folder(path + "/", Path.Combine(folder.FullPath, entry.Name), gitRules, ownRules);
                var reason = isNamed ? root.NamedInOwn : root.ReasonOfFolder(path, options) ?? (_submodules.Contains(next.Path) ? SourceRoot.Submodule : null) ?? (NameRules.IsBuildOutput(entry.Name, tools) ? GitRepository.IsGitFolder(next.FullPath) ? SourceRoot.GitFolder : NameRules.BuildOutput : null);
                if (reason is null) inner.Add(next);
                else if (root.Repository is null || reason == SourceRoot.BadName || Holds(next, reason == NameRules.BuildOutput)) _skipped.Add(new SkippedFile(next.Path, reason));
            }
            else if (isNamed)
            {
                _skipped.Add(new SkippedFile(path, root.NamedInOwn));
            }
            else if (entry.Size < 0)
            {
                _skipped.Add(new SkippedFile(path, SourceRoot.NotReadable));
            }
            else if (root.ReasonOf(entry.Name, entry.Size, entry.IsLink, options) is { } reason)
            {
                _skipped.Add(new SkippedFile(path, reason));
            }
            else
            {
                files.Add(new SourceFile(path, entry.Size, entry.LastChangeTicks));
            }
        }

        _files.Add(files);
        return inner;
    }

    /// <summary>True where git would list something of a folder.</summary>
    /// <param name="untracked">Asks for what it does not track alone.</param>
    private bool Holds(Folder folder, bool untracked)
    {
        try
        {
            var rules = root.WithIgnoreFile(folder.GitRules, folder.Path, IgnoreFile.Git);
            foreach (var entry in new FileSystemEnumerable<Entry?>(folder.FullPath, Entry.Of, Everything).OfType<Entry>())
            {
                var path = folder.Path + entry.Name;
                if (entry.Name == ".git" || rules.IsIgnored(Encoding.UTF8.GetBytes(root.Prefix + path), entry.IsFolder)) continue;
                var full = Path.Combine(folder.FullPath, entry.Name);
                if (entry.IsFolder ? GitRepository.IsTop(full) || Holds(new Folder(path + "/", full, rules, folder.OwnRules), untracked) : !untracked || !_tracked.Value.Contains(path)) return true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What may not be listed, git does not list either.
        }

        return false;
    }

    /// <param name="Path">Relative to the root; ends in <c>/</c>, empty for the root itself.</param>
    private sealed record Folder(string Path, string FullPath, IgnoreRules GitRules, IgnoreRules OwnRules);

    // A class: the enumeration of a struct would be compiled at each start.
    private sealed record Entry(string Name, bool IsFolder, bool IsLink, long Size, long LastChangeTicks)
    {
        /// <summary>The size of a file that the system tells nothing of.</summary>
        private const int OutOfSight = -1;

        /// <summary>Null for a pipe, a socket or a device.</summary>
        public static Entry? Of(ref FileSystemEntry entry)
        {
            // The enumeration takes a link for what it points to; the attributes tell them apart.
            if (entry.IsDirectory) return entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? new(entry.FileName.ToString(), false, true, 0, 0) : new(entry.FileName.ToString(), true, false, 0, 0);
            // No file has the name as we can write it.
            if (entry.FileName.Contains('\uFFFD')) return new(entry.FileName.ToString(), false, false, 0, 0);
            try
            {
                var status = FileStatus.Read(entry.Directory, entry.FileName) ?? FileStatus.Of(entry.ToFileSystemInfo());
                return status.IsPlain || status.IsLink ? new(entry.FileName.ToString(), false, status.IsLink, status.Size, status.LastChangeTicks) : null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new(entry.FileName.ToString(), false, false, OutOfSight, 0);
            }
        }
    }
}

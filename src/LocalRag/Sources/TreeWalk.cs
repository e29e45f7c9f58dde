using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Text;

namespace LocalRag.Sources;

/// <summary>
/// Walks a folder by our own ignore rules, all cores at once, and never through a symbolic link. Lists what git would but for what
/// git tracks although it is ignored.
/// </summary>
internal sealed class TreeWalk(SourceRoot root, SourceOptions options)
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

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
            entries = [.. new FileSystemEnumerable<Entry>(folder.FullPath, Entry.Of, Everything)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _skipped.Add(new SkippedFile(folder.Path, "may not be read"));
            return inner;
        }

        if (folder.Path.Length > 0 && root.Repository is not null && entries.Exists(entry => entry.Name == ".git") && GitRepository.IsTop(folder.FullPath))
        {
            _skipped.Add(new SkippedFile(folder.Path, SourceRoot.OwnRepository));
            return inner;
        }

        var tools = BuildTools.None;
        var (gitRules, ownRules) = (folder.GitRules, folder.OwnRules);
        foreach (var entry in entries)
        {
            if (entry.IsFolder) continue;
            tools |= NameRules.ToolOf(entry.Name);
            if (entry.Name == IgnoreFile.Git) gitRules = root.WithIgnoreFile(gitRules, folder.Path, IgnoreFile.Git);
            else if (entry.Name == IgnoreFile.Own) ownRules = root.WithIgnoreFile(ownRules, folder.Path, IgnoreFile.Own);
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
            if (ownRules.IsIgnored(utf8, entry.IsFolder))
            {
                _skipped.Add(new SkippedFile(entry.IsFolder ? path + "/" : path, root.NamedInOwn));
            }
            else if (entry.IsFolder)
            {
                var reason = NameRules.OfFolder(path) ?? (NameRules.IsBuildOutput(entry.Name, tools) ? NameRules.BuildOutput : null);
                if (reason is null) inner.Add(new Folder(path + "/", Path.Combine(folder.FullPath, entry.Name), gitRules, ownRules));
                else _skipped.Add(new SkippedFile(path + "/", reason));
            }
            else if (root.ReasonOf(entry.Name, entry.Size, entry.IsLink, options) is { } reason)
            {
                _skipped.Add(new SkippedFile(path, reason));
            }
            else
            {
                files.Add(new SourceFile(path, entry.Size, entry.LastWriteTicks));
            }
        }

        _files.Add(files);
        return inner;
    }

    /// <param name="Path">Relative to the root; ends in <c>/</c>, empty for the root itself.</param>
    private sealed record Folder(string Path, string FullPath, IgnoreRules GitRules, IgnoreRules OwnRules);

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink, long Size, long LastWriteTicks)
    {
        // The enumeration takes a link for what it points to; the attributes tell them apart.
        public static Entry Of(ref FileSystemEntry entry)
        {
            var isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
            var isFolder = entry.IsDirectory && !isLink;
            return isFolder || isLink
                ? new(entry.FileName.ToString(), isFolder, isLink, 0, 0)
                : new(entry.FileName.ToString(), false, false, entry.Length, entry.LastWriteTimeUtc.UtcTicks);
        }
    }
}

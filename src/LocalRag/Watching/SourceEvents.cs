using LocalRag.Sources;

namespace LocalRag.Watching;

/// <summary>
/// The operating system's events below one root, and those of its repository's head and index where they lie elsewhere.
/// They are a hint and no more: they get lost, overflow, and never come from some drives.
/// </summary>
internal sealed class SourceEvents : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly string _root;
    private readonly (ulong, long) _identity;
    private readonly Action _changed;

    public SourceEvents(string root, SourceOptions sourceOptions, Action changed)
    {
        (_root, _identity, _changed) = (root, IdentityOf(root), changed);
        try
        {
            Watch(root, recursive: true);
            WatchForAnother(root);
            if (GitRepository.Find(root, sourceOptions) is not { } repository) return;
            foreach (var folder in new[] { repository.GitFolder, repository.CommonFolder }.Distinct())
            {
                if (!folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) Watch(folder, recursive: false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            // On Linux each folder takes a watch, and a user has only so many (fs.inotify.max_user_watches).
            Problem = Unwatched(exception);
        }
    }

    /// <summary>Why events do not come or have been lost, for people; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>False where the root was moved away or deleted and another folder has its name now.</summary>
    public bool IsCurrent => IdentityOf(_root) == _identity;

    public void Dispose()
    {
        foreach (var watcher in _watchers) watcher.Dispose();
    }

    /// <summary>A folder does not tell that it was moved itself; the one above it does.</summary>
    private void WatchForAnother(string root)
    {
        if (Path.GetDirectoryName(root) is not { } above) return;
        try
        {
            var watcher = new FileSystemWatcher(above, Path.GetFileName(root)) { NotifyFilter = NotifyFilters.DirectoryName };
            _watchers.Add(watcher);
            watcher.Created += (_, _) => _changed();
            watcher.Deleted += (_, _) => _changed();
            watcher.Renamed += (_, _) => _changed();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Where that one may not be seen, the clock notices.
        }
    }

    private void Watch(string folder, bool recursive)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = recursive,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            InternalBufferSize = 64 * 1024,
        };
        _watchers.Add(watcher);
        watcher.Changed += (_, change) => Tell(change.Name);
        watcher.Created += (_, change) => Tell(change.Name);
        watcher.Deleted += (_, change) => Tell(change.Name);
        watcher.Renamed += (_, change) => Tell(change.Name);
        watcher.Error += (_, error) =>
        {
            var cause = error.GetException();
            Problem = cause is InternalBufferOverflowException ? $"Events were lost ({cause.Message.TrimEnd('.')}), so everything is compared." : Unwatched(cause);
            _changed();
        };
        watcher.EnableRaisingEvents = true;
    }

    private static (ulong, long) IdentityOf(string root) => (FileStatus.Read(Path.GetDirectoryName(root) ?? root, Path.GetFileName(root)) ?? FileStatus.Of(new DirectoryInfo(root))).Identity;

    private static string Unwatched(Exception cause) => $"Its folder cannot be watched whole, so it is compared by the clock, and more often ({cause.Message.TrimEnd('.')}).";

    // A commit writes dozens of objects and locks; what it changes in the end is the head, a branch or the index.
    private void Tell(string? name)
    {
        var path = (name ?? "").Replace('\\', '/');
        if (path.EndsWith(".lock", StringComparison.Ordinal)) return;
        var git = path.StartsWith(".git/", StringComparison.Ordinal) ? 5 : -1;
        if (git > 0 && path[git..] is not ("HEAD" or "index" or "packed-refs") && !path[git..].StartsWith("refs/heads/", StringComparison.Ordinal)) return;
        _changed();
    }
}

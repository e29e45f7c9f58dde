namespace LocalRag.Sources;

/// <summary>
/// Tells what has changed in a folder since it was listed, without reading a file's text and without starting git, so that it can be asked
/// before every search.
/// </summary>
internal static class Worktree
{
    /// <summary>Compares the folder with what was recorded.</summary>
    /// <param name="folder">The folder that was listed.</param>
    /// <param name="recorded">Every file of that listing, those included that were left out when read.</param>
    /// <param name="options">The options of that listing.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="SourceException">The folder is gone.</exception>
    public static WorktreeChanges Compare(string folder, IReadOnlyCollection<SourceFile> recorded, SourceOptions options, CancellationToken cancellationToken)
    {
        var root = SourceRoot.Open(folder, options);
        var walk = new TreeWalk(root, options);
        walk.Run(cancellationToken);

        var missing = recorded.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var added = new List<SourceFile>();
        var changed = new List<SourceFile>();
        foreach (var file in walk.Files)
        {
            if (!missing.Remove(file.Path, out var before)) added.Add(file);
            else if (file != before) changed.Add(file);
        }

        // What git tracks although a rule ignores it is recorded but not walked to; it counts while it is there and a repository is, too.
        var removed = new List<string>();
        foreach (var before in missing.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = root.Repository is null ? null : Look(root, before.Path, options);
            if (now is null) removed.Add(before.Path);
            else if (now != before) changed.Add(now);
        }

        added.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        changed.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        removed.Sort(string.CompareOrdinal);
        return new WorktreeChanges(added, changed, removed, root.Repository?.ReadHead());
    }

    private static SourceFile? Look(SourceRoot root, string path, SourceOptions options)
    {
        var info = new FileInfo(Path.Combine(root.Path, path));
        return info.Exists && SourceRoot.ReasonOf(info.Name, info.Length, info.Attributes.HasFlag(FileAttributes.ReparsePoint), options) is null
            ? new SourceFile(path, info.Length, info.LastWriteTimeUtc.Ticks)
            : null;
    }
}

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

        // What git tracks although a rule ignores it was listed but not walked to: it counts as long as it is tracked and there.
        if (missing.Count > 0 && root.Repository is { } repository && options.UseGit)
        {
            var tracked = Tracked(root, repository, missing.Keys, cancellationToken).Select(path => new GitEntry(path, GitEntryKind.Tracked));
            foreach (var file in GitWalk.Run(root, repository, [.. tracked], options, cancellationToken).Files)
            {
                missing.Remove(file.Path, out var before);
                if (file != before) changed.Add(file);
            }
        }

        var removed = missing.Keys.ToList();
        added.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        changed.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        removed.Sort(string.CompareOrdinal);
        return new WorktreeChanges(added, changed, removed, root.Repository?.ReadHead());
    }

    private static List<string> Tracked(SourceRoot root, GitRepository repository, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var wanted = paths.Where(path => File.Exists(Path.Combine(root.Path, path))).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count == 0) return [];
        if (GitIndex.TrackedAmong(repository, root.Prefix, wanted) is { } tracked) return tracked;
        try
        {
            return [.. repository.List(root.Path, cancellationToken).Where(entry => entry.Kind == GitEntryKind.Tracked && wanted.Contains(entry.Path)).Select(entry => entry.Path)];
        }
        catch (SourceException)
        {
            // Without git's word the own rules decide, as they do for the listing itself.
            return [];
        }
    }
}

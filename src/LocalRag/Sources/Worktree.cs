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
        var listing = List(folder, recorded, options, cancellationToken);
        var missing = recorded.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var added = new List<SourceFile>();
        var changed = new List<SourceFile>();
        foreach (var file in listing.Files)
        {
            if (!missing.Remove(file.Path, out var before)) added.Add(file);
            else if (file != before) changed.Add(file);
        }

        var removed = missing.Keys.ToList();
        removed.Sort(string.CompareOrdinal);
        return new WorktreeChanges(added, changed, removed, listing.Head) { Listing = listing };
    }

    private static SourceListing List(string folder, IReadOnlyCollection<SourceFile> recorded, SourceOptions options, CancellationToken cancellationToken)
    {
        var root = SourceRoot.Open(folder, options);
        var walk = new TreeWalk(root, options);
        walk.Run(cancellationToken);
        var files = walk.Files.ToList();
        var skipped = walk.Skipped.ToDictionary(file => file.Path, StringComparer.Ordinal);
        if (root.Repository is { } repository && options.UseGit)
        {
            // What git tracks although a rule ignores it, or where untracked files are build output, is listed but not walked to.
            var walked = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
            var others = GitWalk.Run(root, repository, TrackedBeside(root, repository, walked, skipped, recorded, cancellationToken), options, cancellationToken);
            files.AddRange(others.Files);
            foreach (var file in others.Skipped) skipped[file.Path] = file;
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        var listing = new SourceListing
        {
            Root = root.Path,
            Files = files,
            Skipped = [.. skipped.Values.OrderBy(file => file.Path, StringComparer.Ordinal)],
            Head = root.Repository?.ReadHead(),
            Settings = root.Settings,
        };
        return Submodules.AddTo(listing, options, submodule => List(submodule, [], options, cancellationToken));
    }

    /// <summary>The tracked files and submodules that the walk did not come by, or left out only for not being tracked.</summary>
    private static List<GitEntry> TrackedBeside(
        SourceRoot root, GitRepository repository, HashSet<string> walked, Dictionary<string, SkippedFile> skipped, IReadOnlyCollection<SourceFile> recorded, CancellationToken cancellationToken)
    {
        if (GitIndex.Tracked(repository, root.Prefix, IsWanted) is { } tracked) return tracked;
        // A split or sparse index is git's own business. It is asked where files are missed that a rule may ignore although git tracks them.
        if (recorded.All(file => walked.Contains(file.Path) || !File.Exists(Path.Combine(root.Path, file.Path)))) return [];
        try
        {
            return [.. repository.List(root.Path, cancellationToken).Where(entry => entry.Kind is GitEntryKind.Tracked or GitEntryKind.Submodule && IsWanted(entry.Path))];
        }
        catch (SourceException)
        {
            // Without git's word the own rules decide, as they do for the listing itself.
            return [];
        }

        bool IsWanted(string path)
        {
            if (walked.Contains(path)) return false;
            if (skipped.TryGetValue(path, out var file)) return file.Reason == SourceRoot.OwnRepository;
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                if (skipped.TryGetValue(path[..(slash + 1)], out var folder)) return folder.Reason == NameRules.BuildOutput;
            }

            return true;
        }
    }
}

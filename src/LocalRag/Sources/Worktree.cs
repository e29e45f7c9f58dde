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

    /// <summary>Lists a folder as git would, without git: what there is by our own rules, and what git's index says is tracked besides.</summary>
    /// <param name="recorded">What an earlier listing had; tells when git has to be asked about an index that we cannot read.</param>
    public static SourceListing List(string folder, IReadOnlyCollection<SourceFile> recorded, SourceOptions options, CancellationToken cancellationToken)
    {
        var root = SourceRoot.Open(folder, options);
        var repository = options.UseGit ? root.Repository : null;
        var index = repository is null ? null : GitIndex.Tracked(repository, root.Prefix, _ => true);
        var walk = new TreeWalk(root, options, index ?? []);
        walk.Run(cancellationToken);
        var files = walk.Files.ToList();
        var skipped = new Dictionary<string, SkippedFile>(StringComparer.Ordinal);
        // Names that are no UTF-8 may look the same.
        foreach (var file in walk.Skipped) skipped.TryAdd(file.Path, file);
        if (repository is not null)
        {
            // What git tracks although a rule ignores it, or where untracked files are build output, is listed but not walked to.
            var walked = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
            var tracked = index ?? AskGit(root, repository, walked, recorded, cancellationToken);
            var others = GitWalk.Run(root, repository, [.. tracked.Where(entry => IsBeside(entry.Path, walked, skipped))], options, cancellationToken);
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
        return Submodules.AddTo(root, listing, options, submodule => List(submodule, [], options, cancellationToken));
    }

    /// <summary>A split index is git's own business. It is asked where files are missed that a rule may ignore although git tracks them.</summary>
    private static IEnumerable<GitEntry> AskGit(SourceRoot root, GitRepository repository, HashSet<string> walked, IReadOnlyCollection<SourceFile> recorded, CancellationToken cancellationToken)
    {
        if (recorded.All(file => walked.Contains(file.Path) || !File.Exists(Path.Combine(root.Path, file.Path)))) return [];
        try
        {
            return repository.List(root.Path, cancellationToken).Where(entry => entry.Kind != GitEntryKind.Untracked);
        }
        catch (SourceException)
        {
            // Without git's word the own rules decide, as they do for the listing itself.
            return [];
        }
    }

    /// <summary>True where the walk did not come by a tracked file or submodule, or left it out only for not being tracked.</summary>
    private static bool IsBeside(string path, HashSet<string> walked, Dictionary<string, SkippedFile> skipped)
    {
        if (walked.Contains(path) || skipped.ContainsKey(path)) return false;
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (skipped.TryGetValue(path[..(slash + 1)], out var folder)) return folder.Reason is NameRules.BuildOutput or SourceRoot.OwnRepository;
        }

        return true;
    }
}

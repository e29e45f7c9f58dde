using System.Text;

namespace LocalRag.Sources;

/// <summary>Adds the files of submodules to the listing of the repository around them, where the setting asks for it.</summary>
internal static class Submodules
{
    /// <param name="root">What the listing is of. What its own ignore files and settings leave out, they leave out of submodules as well.</param>
    /// <param name="list">Lists a submodule by itself, with its own ignore rules.</param>
    public static SourceListing AddTo(SourceRoot root, SourceListing listing, SourceOptions options, Func<string, SourceListing> list)
    {
        if (!options.Submodules) return listing;
        var files = listing.Files.ToList();
        var skipped = new List<SkippedFile>();
        var untracked = listing.Untracked.ToHashSet(StringComparer.Ordinal);
        foreach (var left in listing.Skipped)
        {
            var folder = Path.Combine(listing.Root, left.Path.TrimEnd('/'));
            if (left.Reason != SourceRoot.Submodule || !IsCheckedOut(folder))
            {
                skipped.Add(left);
                continue;
            }

            var inner = list(folder);
            var rules = OwnRulesAt(root, left.Path);
            foreach (var file in inner.Files.Select(file => file with { Path = left.Path + file.Path }))
            {
                if (IsNamed(rules, root, file.Path, left.Path.Length)) skipped.Add(new SkippedFile(file.Path, root.NamedInOwn));
                else if (root.ReasonOf(Path.GetFileName(file.Path.AsSpan()), file.Size, isLink: false, options) is { } reason) skipped.Add(new SkippedFile(file.Path, reason));
                else files.Add(file);
            }

            skipped.AddRange(inner.Skipped.Select(file => file with { Path = left.Path + file.Path }));
            untracked.UnionWith(inner.Untracked.Select(path => left.Path + path));
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        skipped.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return listing with { Files = files, Skipped = skipped, Untracked = untracked };
    }

    /// <summary>The submodules of a root that are checked out, relative to it; none where the index cannot be read.</summary>
    public static IEnumerable<string> In(SourceRoot root, GitRepository repository) =>
        (GitIndex.Tracked(repository, root.Prefix, _ => true) ?? []).Where(entry => entry.Kind == GitEntryKind.Submodule && !GitWalk.LeadsOut(entry.Path) && IsWithin(Path.Combine(root.Path, entry.Path)) && IsCheckedOut(Path.Combine(root.Path, entry.Path))).Select(entry => entry.Path);

    // An index may be written by anybody, and may name a folder behind a link.
    private static bool IsWithin(string folder) => Directory.Exists(folder) && SourceRoot.Resolved(folder) == folder;

    // One that is not checked out is an empty folder in the repository around it, and would list that one's files.
    private static bool IsCheckedOut(string folder) => new DirectoryInfo(folder).LinkTarget is null && GitRepository.IsTop(folder);

    /// <summary>The rules of <see cref="IgnoreFile.Own"/> of the root and the folders between it and the submodule.</summary>
    private static IgnoreRules OwnRulesAt(SourceRoot root, string submodule)
    {
        var rules = root.OwnRules;
        for (var end = 0; end < submodule.Length; end = submodule.IndexOf('/', end) + 1) rules = root.WithIgnoreFile(rules, submodule[..end], IgnoreFile.Own);
        return rules;
    }

    private static bool IsNamed(IgnoreRules rules, SourceRoot root, string path, int from)
    {
        for (var slash = path.IndexOf('/', from); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (rules.IsIgnored(Encoding.UTF8.GetBytes(root.Prefix + path[..slash]), isFolder: true)) return true;
        }

        return rules.IsIgnored(Encoding.UTF8.GetBytes(root.Prefix + path), isFolder: false);
    }
}

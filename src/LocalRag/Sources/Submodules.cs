namespace LocalRag.Sources;

/// <summary>Adds the files of submodules to the listing of the repository around them, where the setting asks for it.</summary>
internal static class Submodules
{
    /// <param name="list">Lists a submodule by itself, with its own ignore rules.</param>
    public static SourceListing AddTo(SourceListing listing, SourceOptions options, Func<string, SourceListing> list)
    {
        if (!options.Submodules) return listing;
        var files = listing.Files.ToList();
        var skipped = new List<SkippedFile>();
        var untracked = listing.Untracked.ToHashSet(StringComparer.Ordinal);
        foreach (var left in listing.Skipped)
        {
            var folder = Path.Combine(listing.Root, left.Path.TrimEnd('/'));
            // One that is not checked out is an empty folder in the repository around it, and would list that one's files.
            if (left.Reason != SourceRoot.Submodule || new DirectoryInfo(folder).LinkTarget is not null || !GitRepository.IsTop(folder))
            {
                skipped.Add(left);
                continue;
            }

            var inner = list(folder);
            files.AddRange(inner.Files.Select(file => file with { Path = left.Path + file.Path }));
            skipped.AddRange(inner.Skipped.Select(file => file with { Path = left.Path + file.Path }));
            untracked.UnionWith(inner.Untracked.Select(path => left.Path + path));
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        skipped.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return listing with { Files = files, Skipped = skipped, Untracked = untracked };
    }
}

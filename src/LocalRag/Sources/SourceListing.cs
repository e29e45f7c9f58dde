namespace LocalRag.Sources;

/// <summary>What there is to index below a root, in ordinal order of paths.</summary>
internal sealed record SourceListing
{
    /// <summary>The root with links resolved, as an absolute path.</summary>
    public required string Root { get; init; }

    /// <summary>Files that are not left out by name or size. Some are left out when read: <see cref="FileReader"/>.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>What was left out by name, size or kind. What ignore files name is not listed, as git does not list it.</summary>
    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    /// <summary>What is checked out; null where the root is in no working tree.</summary>
    public GitHead? Head { get; init; }

    /// <summary>Paths of <see cref="Files"/> that git does not track.</summary>
    public IReadOnlySet<string> Untracked { get; init; } = new HashSet<string>();

    /// <summary>What the root's own settings file says.</summary>
    public SourceSettings Settings { get; init; } = SourceSettings.None;

    /// <summary>True where nothing of the root can be seen: it is an empty folder, as where a drive is not mounted, or may not be read.</summary>
    public bool IsBlank => Files.Count == 0 && (Skipped.Count == 0 ? IsEmpty(Root) : Skipped.All(skipped => skipped.Reason == SourceRoot.NotReadable));

    /// <summary>True where a folder holds nothing, or nothing can be said of it.</summary>
    public static bool IsEmpty(string folder)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Why git was not asked although the root is in a working tree, for people; null where it was, or there is none.</summary>
    public string? GitProblem { get; init; }
}

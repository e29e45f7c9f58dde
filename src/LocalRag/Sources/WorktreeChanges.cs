namespace LocalRag.Sources;

/// <summary>How the files on disk differ from those recorded, by size and time alone. Each list is in ordinal order.</summary>
/// <param name="Added">Files that were not recorded.</param>
/// <param name="Changed">Recorded files whose size or time is another; given as they are now.</param>
/// <param name="Removed">Recorded files that are gone or are left out now.</param>
/// <param name="Head">What is checked out now; null where the root is in no working tree.</param>
internal sealed record WorktreeChanges(IReadOnlyList<SourceFile> Added, IReadOnlyList<SourceFile> Changed, IReadOnlyList<string> Removed, GitHead? Head)
{
    public IEnumerable<string> Paths => Added.Concat(Changed).Select(file => file.Path).Concat(Removed);

    public int Count => Added.Count + Changed.Count + Removed.Count;

    /// <summary>The whole listing that was compared, so that a run over it need not list again.</summary>
    public required SourceListing Listing { get; init; }
}

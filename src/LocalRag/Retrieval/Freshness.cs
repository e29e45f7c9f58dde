namespace LocalRag.Retrieval;

/// <summary>How the index stands to the files on disk.</summary>
/// <param name="IndexedCommit">The commit that was checked out when the sources were indexed; null without git, and where several sources differ in it.</param>
/// <param name="Head">The commit checked out now; null without git, and where several sources differ in it.</param>
/// <param name="Branch">The branch checked out now; null without git, when detached, and where several sources differ in it.</param>
/// <param name="ChangedFiles">Files that differ from the index, of all sources.</param>
/// <param name="IndexedNow">Files that were read just now, before the search, of all sources.</param>
public sealed record Freshness(string? IndexedCommit, string? Head, string? Branch, int ChangedFiles, int IndexedNow = 0)
{
    /// <summary>Why what changed was not taken in before the search, and what helps; null where all was.</summary>
    public string? Remedy { get; init; }

    /// <summary>Each source that was searched: those that something was found in first, then those with the most changed files.</summary>
    public IReadOnlyList<SourceFreshness> Sources { get; init; } = [];

    public static Freshness Unknown { get; } = new(null, null, null, 0);

    /// <summary>How several sources stand together.</summary>
    public static Freshness Of(IReadOnlyList<SourceFreshness> sources) => new(
        Shared(sources, source => source.IndexedCommit),
        Shared(sources, source => source.Head),
        Shared(sources, source => source.Branch),
        sources.Sum(source => source.ChangedFiles),
        sources.Sum(source => source.IndexedNow))
    {
        Sources = sources,
    };

    private static string? Shared(IReadOnlyList<SourceFreshness> sources, Func<SourceFreshness, string?> part) =>
        sources.Count > 0 && sources.All(source => part(source) == part(sources[0])) ? part(sources[0]) : null;
}

/// <summary>How the index of one source stands to its files.</summary>
/// <param name="IndexedCommit">The commit that was checked out when it was indexed; null without git.</param>
/// <param name="Head">The commit checked out now; null without git.</param>
/// <param name="Branch">The branch checked out now; null without git or when detached.</param>
/// <param name="ChangedFiles">Files that differ from the index; all of them where the folder is gone.</param>
/// <param name="IndexedNow">Files that were read just now, before the search.</param>
public sealed record SourceFreshness(string Source, string? IndexedCommit, string? Head, string? Branch, int ChangedFiles, int IndexedNow);

namespace LocalRag.Watching;

/// <summary>What a watcher did or could not do.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="IndexedNow">Files that were taken in; 0 where the report is of something else.</param>
/// <param name="Message">For people; null where files were taken in, or where only the commit, the branch or the number of changed files is another.</param>
public sealed record WatchReport(string Source, int IndexedNow, string? Message);

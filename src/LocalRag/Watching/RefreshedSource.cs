using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Watching;

/// <summary>How one source's index stands to its files.</summary>
/// <param name="Source">As it is stored now.</param>
/// <param name="Changes">What differs still; null where the folder is gone.</param>
/// <param name="IndexedNow">Files that were taken in just now.</param>
/// <param name="Remedy">Why what differs was not taken in and what helps, for people; null where nothing differs.</param>
internal sealed record RefreshedSource(StoredSource Source, WorktreeChanges? Changes, int IndexedNow, string? Remedy);

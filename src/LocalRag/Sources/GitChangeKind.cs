namespace LocalRag.Sources;

/// <summary>How a file differs between two commits.</summary>
internal enum GitChangeKind
{
    Added,
    Changed,
    Removed,
    Renamed,
}

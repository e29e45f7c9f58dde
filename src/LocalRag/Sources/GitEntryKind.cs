namespace LocalRag.Sources;

/// <summary>What git knows of a listed path.</summary>
internal enum GitEntryKind
{
    Untracked,
    Tracked,
    Link,
    Submodule,
}

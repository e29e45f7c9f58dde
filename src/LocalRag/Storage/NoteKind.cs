namespace LocalRag.Storage;

/// <summary>What a note about a file says. The values are stored.</summary>
public enum NoteKind
{
    /// <summary>Left out on purpose.</summary>
    Skipped = 0,

    /// <summary>Could not be indexed.</summary>
    Failure = 1,
}

/// <summary>What the last run had to say about a file or folder that has no row of its own.</summary>
public sealed record FileNote(NoteKind Kind, string Path, string Reason);

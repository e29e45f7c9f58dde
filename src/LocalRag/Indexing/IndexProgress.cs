namespace LocalRag.Indexing;

/// <summary>The step that a run is in.</summary>
public enum IndexPhase
{
    /// <summary>Listing files and asking git.</summary>
    Scanning,

    /// <summary>Reading, chunking, embedding and writing, all at once.</summary>
    Indexing,

    /// <summary>Making the new generation visible and clearing the old one.</summary>
    Publishing,

    Done,
}

/// <summary>How far a run is. <see cref="FilesTotal"/> is 0 while scanning.</summary>
public sealed record IndexProgress(IndexPhase Phase, int FilesDone, int FilesTotal, long BytesDone, long BytesTotal, int Chunks, TimeSpan Elapsed)
{
    /// <summary>The file that was finished last, relative to the root; null while scanning.</summary>
    public string? CurrentPath { get; init; }

    /// <summary>Estimated by bytes; null until there is something to estimate from.</summary>
    public TimeSpan? Remaining =>
        Phase == IndexPhase.Indexing && BytesDone > 0 && Elapsed > TimeSpan.Zero
            ? Elapsed * ((double)(BytesTotal - BytesDone) / BytesDone)
            : null;
}

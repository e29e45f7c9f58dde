namespace LocalRag.Storage;

/// <summary>How an attempt to write deep vectors went.</summary>
internal enum DeepWrite
{
    Done,

    /// <summary>A run is in the midst of a transaction: try again in a moment.</summary>
    Busy,

    /// <summary>The set is gone: another embedder has been chosen.</summary>
    Dropped,
}

namespace LocalRag.Indexing;

/// <summary>How hard a second pass works, and what it looks at first.</summary>
internal sealed record DeepPace
{
    /// <summary>Texts of one request: enough that the host packs full batches, few enough that a cancelled pass loses little.</summary>
    public int TextsPerRequest { get; init; } = 96;

    /// <summary>Requests under way at once: while one is computed the next is tokenised, and the one before written.</summary>
    public int Requests { get; init; } = 2;

    /// <summary>Tells how often a document was asked for.</summary>
    public Func<long, int> Demand { get; init; } = static _ => 0;

    /// <summary>Waits as long as somebody needs the machine more; null where nobody does.</summary>
    public Func<CancellationToken, Task>? GiveWay { get; init; }
}

namespace LocalRag.Watching;

/// <summary>How far a search goes to be up to date.</summary>
public sealed class FreshnessOptions
{
    /// <summary>
    /// What may be spent on taking in changed files before a search, as estimated. 200 ms is not felt in a search that somebody types;
    /// zero never takes anything in and only says what has changed.
    /// </summary>
    public TimeSpan UpdateBudget { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long a comparison with the disk holds within one process, so that a batch of queries does not walk the folders for each.
    /// A commit or checkout ends it at once. Where walking is slow, it holds ten times as long as the walk took.
    /// </summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (UpdateBudget < TimeSpan.Zero || UpdateBudget > TimeSpan.FromMinutes(10))
            throw new ArgumentException($"freshness.updateBudget is {UpdateBudget}; set it between zero and ten minutes.");
        if (CheckInterval < TimeSpan.Zero || CheckInterval > TimeSpan.FromMinutes(10))
            throw new ArgumentException($"freshness.checkInterval is {CheckInterval}; set it between zero and ten minutes.");
    }
}

namespace LocalRag.Watching;

/// <summary>How sources are followed while nobody searches.</summary>
public sealed class WatchOptions
{
    /// <summary>How long it must be quiet after a save before files are compared: editors write a file in several steps.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The longest that a stream of events puts a comparison off.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two comparisons where the system tells of no events, or has missed some.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two comparisons where events have proved right: each comparison that finds nothing they missed doubles the interval up to this.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>False compares by the clock alone, for drives whose events never come.</summary>
    public bool UseEvents { get; init; } = true;

    /// <exception cref="KnowledgeBaseException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (Quiet < TimeSpan.Zero || MaxDelay < Quiet || MinInterval <= TimeSpan.Zero || MaxInterval < MinInterval)
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, "Watching: Quiet must not exceed MaxDelay, nor MinInterval MaxInterval, and none may be negative.");
    }
}

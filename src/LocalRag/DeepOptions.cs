namespace LocalRag;

/// <summary>How the second embedder takes part.</summary>
public sealed class DeepOptions
{
    /// <summary>
    /// What a search waits for its query's vector at most, beyond the rest of its work. A model that is loaded takes some ten milliseconds;
    /// one that has to be started is left to the next search.
    /// </summary>
    public TimeSpan QueryWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long searches leave a model alone that could not be asked.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a pass in the background rests after somebody has searched or typed.</summary>
    public TimeSpan RestAfterUse { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (QueryWait < TimeSpan.Zero || QueryWait > TimeSpan.FromMinutes(10))
            throw new ArgumentException($"Deep:QueryWait is {QueryWait}; set it between zero and ten minutes.");
        if (RetryAfter < TimeSpan.Zero || RetryAfter > TimeSpan.FromHours(1))
            throw new ArgumentException($"Deep:RetryAfter is {RetryAfter}; set it between zero and an hour.");
        if (RestAfterUse < TimeSpan.Zero || RestAfterUse > TimeSpan.FromMinutes(10))
            throw new ArgumentException($"Deep:RestAfterUse is {RestAfterUse}; set it between zero and ten minutes.");
    }
}

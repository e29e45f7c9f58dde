namespace LocalRag.Indexing;

/// <summary>How far the second pass is.</summary>
/// <param name="Done">Chunks that have a deep vector.</param>
/// <param name="Total">Chunks of the index.</param>
/// <param name="PerSecond">Chunks embedded in a second of this pass; null until there is something to reckon from.</param>
/// <param name="Remaining">Estimated by the length of the texts; null until there is something to estimate from.</param>
public sealed record DeepProgress(string Model, int Done, int Total, double? PerSecond, TimeSpan? Remaining)
{
    /// <summary>Why the pass rests at the moment; null where it does not.</summary>
    public string? Waiting { get; init; }
}

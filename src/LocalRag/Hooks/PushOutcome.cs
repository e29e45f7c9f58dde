namespace LocalRag.Hooks;

/// <summary>What a push led to in one clone.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Problem">Why the clone could not be brought up to date, for people; null where its update was run or handed over.</param>
public sealed record PushOutcome(string Source, string? Problem);

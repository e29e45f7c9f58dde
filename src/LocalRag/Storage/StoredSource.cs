namespace LocalRag.Storage;

/// <summary>An indexed folder or repository, as the index knows it.</summary>
/// <param name="IndexedAt">When a run over it last ended; null before the first has.</param>
/// <param name="Commit">The commit at that run; null without git.</param>
public sealed record StoredSource(long Id, string Name, string Root, DateTimeOffset? IndexedAt, string? Commit, string? Branch);

namespace LocalRag.Indexing;

/// <summary>A file that could not be indexed, and why. The run goes on without it.</summary>
public sealed record FileFailure(string Path, string Reason);

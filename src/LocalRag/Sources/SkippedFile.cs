namespace LocalRag.Sources;

/// <summary>A file that is left out of the index on purpose, and why.</summary>
/// <param name="Path">Relative to the root, with <c>/</c>; a folder that is left out whole ends in <c>/</c>.</param>
/// <param name="Reason">For people: "binary", "larger than 2 MB (Sources:MaxFileBytes)"…</param>
public sealed record SkippedFile(string Path, string Reason);

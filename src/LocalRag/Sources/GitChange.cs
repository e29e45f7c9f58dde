namespace LocalRag.Sources;

/// <summary>A file that differs between two commits.</summary>
/// <param name="Kind">How it differs.</param>
/// <param name="Path">Where it is in the newer commit; for a removal, where it was.</param>
/// <param name="OldPath">Where a renamed file was; else null.</param>
internal sealed record GitChange(GitChangeKind Kind, string Path, string? OldPath);

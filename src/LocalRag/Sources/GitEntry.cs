namespace LocalRag.Sources;

/// <summary>A path that git lists. A nested repository that is not tracked ends in <c>/</c>.</summary>
internal readonly record struct GitEntry(string Path, GitEntryKind Kind);

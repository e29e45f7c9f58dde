namespace LocalRag;

/// <summary>A file of a source, indexed or left out.</summary>
/// <param name="Path">Relative to the root, with <c>/</c>; a folder that is left out whole ends in <c>/</c>.</param>
/// <param name="Language">A name from <see cref="Documents.Languages"/>.</param>
/// <param name="Size">In bytes; 0 where the index does not know it.</param>
/// <param name="LeftOut">Why it is not indexed; null where it is.</param>
public sealed record FileEntry(string Path, string Language, long Size, string? LeftOut);

namespace LocalRag.Sources;

/// <summary>A file that is to be indexed, as it was seen when the source was listed.</summary>
/// <param name="Path">Relative to the root, with <c>/</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="LastChangeTicks">UTC, in ticks of 100 ns, as <see cref="FileStatus"/> tells it. Same path, size and time: taken as unchanged, without reading it.</param>
internal sealed record SourceFile(string Path, long Size, long LastChangeTicks);

namespace LocalRag.Sources;

/// <summary>A tracked file as git last saw it.</summary>
/// <param name="Size">In bytes, the lowest 32 bits of it.</param>
/// <param name="LastChangeTicks">UTC, in ticks of 100 ns, as <see cref="FileStatus"/> tells it.</param>
/// <param name="ObjectName">The name of its content, in hexadecimal.</param>
internal readonly record struct GitIndexEntry(uint Size, long LastChangeTicks, string ObjectName);

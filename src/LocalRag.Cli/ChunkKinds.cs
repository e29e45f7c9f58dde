using LocalRag.Documents;

namespace LocalRag.Cli;

/// <summary>The kinds of chunk by the names that <c>--kind</c> takes and JSON shows.</summary>
internal static class ChunkKinds
{
    public static string[] Names { get; } = [.. Enum.GetNames<ChunkKind>().Select(name => name.ToLowerInvariant())];

    public static string NameOf(ChunkKind kind) => (int)kind < Names.Length ? Names[(int)kind] : "text";

    /// <exception cref="UsageException">There is no such kind.</exception>
    public static ChunkKind Parse(string name)
    {
        var index = Array.IndexOf(Names, name.ToLowerInvariant());
        return index >= 0 ? (ChunkKind)index : throw new UsageException($"--kind {name}: there is no such kind. Take one of {string.Join(", ", Names)}.");
    }
}

using LocalRag.Documents;

namespace LocalRag.Storage;

/// <summary>Which chunks a search may find. Applied inside full text and vector scan, so that few are not lost among many.</summary>
public sealed record ChunkFilter(string? Source = null, string? PathGlob = null, string? Language = null, ChunkKind? Kind = null)
{
    public static ChunkFilter None { get; } = new();
}

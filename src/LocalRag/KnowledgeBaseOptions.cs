namespace LocalRag;

/// <summary>Where a knowledge base lives and how it is built.</summary>
public sealed class KnowledgeBaseOptions
{
    /// <summary>The name that <c>--kb</c> takes: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The folder of indexes, models and settings (<c>LOCALRAG_HOME</c>); null for the default place.</summary>
    public string? Home { get; init; }

    public Chunking.ChunkingOptions Chunking { get; init; } = new();
}

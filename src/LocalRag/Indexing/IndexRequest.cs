namespace LocalRag.Indexing;

/// <summary>Asks for a folder or repository to be added to a knowledge base or brought up to date.</summary>
/// <param name="Path">The folder; relative to the current folder or absolute.</param>
public sealed record IndexRequest(string Path)
{
    /// <summary>The source's name in results; the folder's name by default, made unique within the knowledge base.</summary>
    public string? Name { get; init; }

    /// <summary>Chunks every file again even where nothing changed. Embeddings of unchanged text are still reused.</summary>
    public bool Full { get; init; }
}

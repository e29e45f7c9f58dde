namespace LocalRag.Models.Store;

/// <summary>A GGUF file on this machine.</summary>
/// <param name="Name">As <c>models use</c> takes it.</param>
/// <param name="Path">The file.</param>
/// <param name="Origin">Whose store it lies in. Only our own is ever written to.</param>
public sealed record InstalledModel(string Name, string Path, ModelOrigin Origin, long Bytes)
{
    /// <summary>The repository it was pulled from; null where that is not known.</summary>
    public string? Repository { get; init; }

    public string? Licence { get; init; }
}

/// <summary>The stores that are looked into.</summary>
public enum ModelOrigin
{
    /// <summary>Pulled into our own store.</summary>
    Own,

    /// <summary>Added to our own store by its path.</summary>
    Added,

    HuggingFace,

    Ollama,

    LmStudio,
}

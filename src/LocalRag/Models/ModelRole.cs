namespace LocalRag.Models;

/// <summary>What a model is used for. The names are those of <c>models use</c>.</summary>
public enum ModelRole
{
    Generator,
    Embedder,
    Reranker,
}

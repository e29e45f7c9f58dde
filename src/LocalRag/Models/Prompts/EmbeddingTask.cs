namespace LocalRag.Models.Prompts;

/// <summary>What a query looks for, to models that want to be told.</summary>
public enum EmbeddingTask
{
    Code,
    Prose,
}

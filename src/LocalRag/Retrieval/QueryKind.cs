namespace LocalRag.Retrieval;

/// <summary>What a query looks like; the weights of the retrievers follow from it.</summary>
public enum QueryKind
{
    /// <summary>Plain language: "how are routes registered".</summary>
    Natural,

    /// <summary>Names of code alone: <c>JsonReader.Read</c>.</summary>
    Symbol,

    /// <summary>Plain language with names of code in it.</summary>
    Mixed,
}

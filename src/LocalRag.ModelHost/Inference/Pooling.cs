namespace LocalRag.ModelHost.Inference;

/// <summary>How the outputs of a text's tokens become one vector, by llama.cpp's numbers.</summary>
internal enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean = 1,

    /// <summary>That of the first token.</summary>
    Cls = 2,

    /// <summary>That of the last token.</summary>
    Last = 3,

    /// <summary>A score, from a head of its own.</summary>
    Rank = 4,
}

namespace LocalRag.Embedding.Tokenization;

/// <summary>The settings of a BPE model in a <c>tokenizer.json</c>.</summary>
internal sealed record BpeOptions
{
    /// <summary>The token for unknown characters, or -1: they are then left out.</summary>
    public int UnknownId { get; init; } = -1;

    /// <summary>True where neighbouring unknown characters are one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>True where unknown characters are spelt in bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>True where a word that is a token is not split and merged again.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>What stands before every symbol of a word but the first.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>What stands behind the last symbol of a word.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}

namespace LocalRag.ModelHost.Inference;

/// <summary>How an answer ended and what it took.</summary>
internal sealed record GenerationResult
{
    /// <summary>Whether it ended at the limit of tokens, and not by the model's own end or a stop string.</summary>
    public required bool Truncated { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Tokens of the prompt that were there from an earlier request.</summary>
    public required int ReusedTokens { get; init; }

    /// <summary>Tokens generated.</summary>
    public required int GeneratedTokens { get; init; }

    /// <summary>Time in the queue.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>Time from the start of the work to the first token.</summary>
    public required TimeSpan PromptTime { get; init; }

    /// <summary>Time from the first token to the last.</summary>
    public required TimeSpan GenerationTime { get; init; }

    /// <summary>The logits of the watched tokens before the first choice.</summary>
    public float[] Watched { get; init; } = [];
}

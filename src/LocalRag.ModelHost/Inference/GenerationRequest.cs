namespace LocalRag.ModelHost.Inference;

/// <summary>A text to go on from.</summary>
internal sealed record GenerationRequest
{
    /// <summary>The prompt.</summary>
    public required int[] Prompt { get; init; }

    /// <summary>Tokens to generate at most.</summary>
    public required int MaxTokens { get; init; }

    public SamplingSettings Sampling { get; init; } = new();

    /// <summary>Texts that end the answer, and are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>How many of the likeliest tokens are told with each token; null tells no probabilities at all.</summary>
    public int? LogProbabilities { get; init; }

    /// <summary>Tokens whose logits before the first choice are told in the result.</summary>
    public int[] Watched { get; init; } = [];
}

using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Http;

/// <summary>An answer, or a piece of one, in OpenAI's form.</summary>
internal sealed record CompletionResponse
{
    public required string Id { get; init; }
    public required string Object { get; init; }
    public required long Created { get; init; }
    public required string Model { get; init; }
    public required IReadOnlyList<Choice> Choices { get; init; }
    public UsageBody? Usage { get; init; }
    public TimingsBody? Timings { get; init; }

    /// <summary>The one answer.</summary>
    public sealed record Choice
    {
        public int Index { get; init; }
        public Turn? Message { get; init; }
        public Turn? Delta { get; init; }
        public string? Text { get; init; }
        public ProbabilitiesBody? Logprobs { get; init; }
        public string? FinishReason { get; init; }
    }

    /// <summary>What the model says.</summary>
    public sealed record Turn(string? Role, string? Content);

    /// <summary>Tokens counted.</summary>
    public sealed record UsageBody(int PromptTokens, int CompletionTokens, int TotalTokens, UsageBody.PromptDetails? PromptTokensDetails = null)
    {
        /// <summary>What of the prompt was there already.</summary>
        public sealed record PromptDetails(int CachedTokens);
    }

    /// <summary>Times taken. Not OpenAI's; the names are llama-server's.</summary>
    public sealed record TimingsBody(double QueueMs, int CacheN, int PromptN, double PromptMs, double PromptPerSecond, int PredictedN, double PredictedMs, double PredictedPerSecond)
    {
        public static TimingsBody Of(GenerationResult result)
        {
            var computed = result.PromptTokens - result.ReusedTokens;
            // The first token is a fruit of the prompt's time.
            return new TimingsBody(
                result.Waited.TotalMilliseconds,
                result.ReusedTokens,
                computed,
                result.PromptTime.TotalMilliseconds,
                computed / Math.Max(1e-6, result.PromptTime.TotalSeconds),
                result.GeneratedTokens,
                result.GenerationTime.TotalMilliseconds,
                (result.GeneratedTokens - 1) / Math.Max(1e-6, result.GenerationTime.TotalSeconds));
        }
    }

    /// <summary>Probabilities of the tokens.</summary>
    public sealed record ProbabilitiesBody(IReadOnlyList<ProbabilityBody> Content)
    {
        public static ProbabilitiesBody? Of(IReadOnlyList<TokenProbability> tokens) =>
            tokens.Count == 0 ? null : new ProbabilitiesBody([.. tokens.Select(token => ProbabilityBody.Of(token, [.. token.Top.Select(other => ProbabilityBody.Of(other, null))]))]);
    }

    /// <summary>Probability of a token.</summary>
    public sealed record ProbabilityBody(string Token, double Logprob, IReadOnlyList<int> Bytes, IReadOnlyList<ProbabilityBody>? TopLogprobs)
    {
        public static ProbabilityBody Of(TokenProbability token, IReadOnlyList<ProbabilityBody>? top) =>
            new(System.Text.Encoding.UTF8.GetString(token.Bytes), Math.Max(token.LogProbability, -9999), [.. token.Bytes.Select(value => (int)value)], top);
    }
}

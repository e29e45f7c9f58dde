using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Http;

/// <summary>Puts one answer into OpenAI's responses and stream pieces, for chat or for plain completions.</summary>
internal sealed class CompletionForm(string model, bool chat)
{
    private readonly string id = (chat ? "chatcmpl-" : "cmpl-") + Guid.NewGuid().ToString("N");
    private readonly long created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public CompletionResponse Whole(string text, IReadOnlyList<TokenProbability> probabilities, GenerationResult result) =>
        Response(streamed: false, new CompletionResponse.Choice
        {
            Message = chat ? new CompletionResponse.Turn("assistant", text) : null,
            Text = chat ? null : text,
            Logprobs = CompletionResponse.ProbabilitiesBody.Of(probabilities),
            FinishReason = Reason(result),
        }) with
        {
            Usage = Tokens(result),
            Timings = CompletionResponse.TimingsBody.Of(result),
        };

    /// <summary>The first piece, which says who speaks; null where nobody does.</summary>
    public CompletionResponse? Opening() => chat ? Response(streamed: true, new CompletionResponse.Choice { Delta = new CompletionResponse.Turn("assistant", "") }) : null;

    public CompletionResponse Piece(string text, IReadOnlyList<TokenProbability> probabilities) =>
        Response(streamed: true, new CompletionResponse.Choice
        {
            Delta = chat ? new CompletionResponse.Turn(null, text) : null,
            Text = chat ? null : text,
            Logprobs = CompletionResponse.ProbabilitiesBody.Of(probabilities),
        });

    /// <summary>The last piece, with the reason and the times.</summary>
    public CompletionResponse Ending(GenerationResult result, bool usageFollows) =>
        Response(streamed: true, new CompletionResponse.Choice
        {
            Delta = chat ? new CompletionResponse.Turn(null, null) : null,
            Text = chat ? null : "",
            FinishReason = Reason(result),
        }) with
        {
            Usage = usageFollows ? null : Tokens(result),
            Timings = CompletionResponse.TimingsBody.Of(result),
        };

    /// <summary>The piece after the last that a client may ask for: tokens counted, no choices.</summary>
    public CompletionResponse Usage(GenerationResult result) => Response(streamed: true) with { Usage = Tokens(result) };

    private CompletionResponse Response(bool streamed, params IReadOnlyList<CompletionResponse.Choice> choices) => new()
    {
        Id = id,
        Object = chat ? streamed ? "chat.completion.chunk" : "chat.completion" : "text_completion",
        Created = created,
        Model = model,
        Choices = choices,
    };

    private static string Reason(GenerationResult result) => result.Truncated ? "length" : "stop";

    private static CompletionResponse.UsageBody Tokens(GenerationResult result) =>
        new(result.PromptTokens, result.GeneratedTokens, result.PromptTokens + result.GeneratedTokens, new CompletionResponse.UsageBody.PromptDetails(result.ReusedTokens));
}

using System.Text.Json;
using LocalRag.ModelHost.Grammar;
using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Http;

/// <summary>Checks the body of a request for an answer, and turns it into a prompt and settings.</summary>
internal sealed class CompletionReading
{
    /// <summary>Where a client sets no limit, an answer longer than this is a loop.</summary>
    private const int DefaultMaxTokens = 2048;

    private const int MaxStops = 16;
    private const int MaxTop = 20;
    private const int LongestGrammar = 1 << 18;

    private readonly CompletionRequest body;
    private readonly bool chat;
    private readonly IReadOnlyList<string> stops;
    private readonly SamplingSettings sampling;
    private readonly int? probabilities;

    public CompletionReading(CompletionRequest body, bool chat)
    {
        this.body = body;
        this.chat = chat;
        if (body.N is not (null or 1))
            throw Invalid("\"n\" may only be 1: ask again for another answer.");
        stops = Stops(body.Stop);
        probabilities = Probabilities();
        sampling = new SamplingSettings
        {
            Temperature = InRange("temperature", body.Temperature, 0, 10) ?? 1,
            TopP = InRange("top_p", body.TopP, 0, 1) ?? 1,
            MinP = InRange("min_p", body.MinP, 0, 1) ?? 0,
            TopK = Math.Max(0, body.TopK ?? 0),
            Seed = body.Seed is { } seed ? unchecked((uint)seed) : null,
            Grammar = Grammar(),
        };
    }

    /// <summary>Gives the request for a generator.</summary>
    /// <exception cref="HostException">The messages or the prompt are not of a form that this model takes.</exception>
    public GenerationRequest Request(LlamaModel model, int contextLength)
    {
        var segments = chat ? ChatPrompt.Create(model, Messages()) : PromptReading.Segments(body.Prompt, "prompt");
        return new GenerationRequest
        {
            Prompt = model.Vocabulary.Tokenize(segments),
            MaxTokens = Math.Min(MaxTokens(), contextLength),
            Sampling = sampling,
            Stop = stops,
            LogProbabilities = probabilities,
        };
    }

    private int MaxTokens()
    {
        var most = body.MaxCompletionTokens ?? body.MaxTokens ?? DefaultMaxTokens;
        return most >= 1 ? most : throw Invalid("\"max_tokens\" has to be 1 or more.");
    }

    private List<ChatMessage> Messages()
    {
        if (body.Messages is not { Count: > 0 })
            throw Invalid("\"messages\" is missing or empty.");
        return [.. body.Messages.Select(message => new ChatMessage(Role(message.Role), Content(message.Content)))];
    }

    private static string Role(string? role) => role switch
    {
        "system" or "developer" => "system",
        "user" or "assistant" => role,
        _ => throw Invalid($"A message's role is '{role}'; \"system\", \"user\" and \"assistant\" are known."),
    };

    private static string Content(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(PartText)),
        null or { ValueKind: JsonValueKind.Null } => "",
        _ => throw Invalid("A message's content is neither a text nor a list of parts."),
    };

    private static string PartText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw Invalid("A message's content has a part that is no text; models here read text only.");

    private static List<string> Stops(JsonElement? stop)
    {
        List<string> stops = stop switch
        {
            null or { ValueKind: JsonValueKind.Null } => [],
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } many when many.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. many.EnumerateArray().Select(item => item.GetString()!)],
            _ => throw Invalid("\"stop\" is neither a text nor a list of texts."),
        };
        stops.RemoveAll(text => text.Length == 0);
        return stops.Count <= MaxStops ? stops : throw Invalid($"\"stop\" has {stops.Count} texts; {MaxStops} are possible.");
    }

    private int? Probabilities() => body.Logprobs switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.True } => Top(body.TopLogprobs ?? 0),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var top) => Top(top),
        _ => throw Invalid("\"logprobs\" is neither a truth value nor a number."),
    };

    private static int Top(int top) => top is >= 0 and <= MaxTop ? top : throw Invalid($"Probabilities of {top} tokens are asked for; 0 to {MaxTop} are possible.");

    private string? Grammar()
    {
        var grammar = (body.Grammar, body.ResponseFormat?.Type) switch
        {
            ({ Length: > 0 }, not (null or "text")) => throw Invalid("\"grammar\" and \"response_format\" exclude each other."),
            ({ Length: > 0 } text, _) => text,
            (_, null or "text") => null,
            (_, "json_object") => JsonSchemaGrammar.AnyObject(),
            (_, "json_schema") => JsonSchemaGrammar.Of(body.ResponseFormat!.JsonSchema?.Schema ?? throw Invalid("\"response_format\" has no \"json_schema\" with a \"schema\".")),
            (_, var type) => throw Invalid($"\"response_format\" has the type '{type}'; \"text\", \"json_object\" and \"json_schema\" are known."),
        };
        return grammar is null || grammar.Length <= LongestGrammar ? grammar : throw Invalid($"The grammar has {grammar.Length} characters; {LongestGrammar} are possible.");
    }

    private static float? InRange(string name, float? value, float least, float most) =>
        value is null || (value >= least && value <= most) ? value : throw Invalid($"\"{name}\" has to be from {least} to {most}.");

    private static HostException Invalid(string message) => new(HostError.InvalidRequest, message);
}

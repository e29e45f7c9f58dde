using System.Text.Json;

namespace LocalRag.ModelHost.Http;

/// <summary>The body of <c>/v1/chat/completions</c> and <c>/v1/completions</c>: OpenAI's fields, and a few of this host.</summary>
internal sealed record CompletionRequest
{
    public string? Model { get; init; }

    /// <summary>The conversation, for chat.</summary>
    public IReadOnlyList<Message>? Messages { get; init; }

    /// <summary>The finished prompt, otherwise: a text, or segments <c>{"text","special"}</c>.</summary>
    public JsonElement? Prompt { get; init; }

    public bool Stream { get; init; }
    public StreamOptionsBody? StreamOptions { get; init; }
    public int? MaxTokens { get; init; }
    public int? MaxCompletionTokens { get; init; }
    public float? Temperature { get; init; }
    public float? TopP { get; init; }
    public float? MinP { get; init; }
    public int? TopK { get; init; }
    public long? Seed { get; init; }
    public JsonElement? Stop { get; init; }
    public int? N { get; init; }

    /// <summary>In chat whether, otherwise how many probabilities are told.</summary>
    public JsonElement? Logprobs { get; init; }
    public int? TopLogprobs { get; init; }

    /// <summary>A grammar in GBNF. Not OpenAI's.</summary>
    public string? Grammar { get; init; }
    public ResponseFormatBody? ResponseFormat { get; init; }

    /// <summary>Whether to load a model that crashed the host before. Not OpenAI's.</summary>
    public bool Force { get; init; }

    /// <summary>A turn.</summary>
    public sealed record Message(string? Role, JsonElement? Content);

    /// <summary>What a stream tells.</summary>
    public sealed record StreamOptionsBody(bool IncludeUsage);

    /// <summary>The form of the answer.</summary>
    public sealed record ResponseFormatBody(string? Type, JsonSchemaBody? JsonSchema);

    /// <summary>A schema that the answer follows.</summary>
    public sealed record JsonSchemaBody(string? Name, JsonElement? Schema);
}

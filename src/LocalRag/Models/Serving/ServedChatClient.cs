using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Models.Serving;

/// <summary>
/// Generates at a server: messages go to its chat endpoint through OpenAI's own client, a <see cref="PromptContent"/> to its completion endpoint.
/// Whatever fails is a <see cref="ModelException"/> that names the model.
/// </summary>
internal sealed class ServedChatClient(ModelServer server, string model, IChatClient chat) : DelegatingChatClient(chat)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        if (PromptOf(list) is not null) return await GetStreamingResponseAsync(list, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await base.GetResponseAsync(list, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ServerFailure.IsKnown(error))
        {
            throw ServerFailure.Of(error, server.Title, model);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var updates = PromptOf(list) is { } prompt ? CompleteAsync(prompt, options, cancellationToken) : base.GetStreamingResponseAsync(list, options, cancellationToken);
        await using var stream = updates.GetAsyncEnumerator(cancellationToken);
        var ended = false;
        while (true)
        {
            try
            {
                if (!await stream.MoveNextAsync().ConfigureAwait(false))
                {
                    // OpenAI's client takes a line that broke off for the end of the answer.
                    if (!ended) throw new IOException("The stream broke off.");
                    yield break;
                }
            }
            catch (Exception error) when (ServerFailure.IsKnown(error))
            {
                throw ServerFailure.Of(error, server.Title, model);
            }

            ended |= stream.Current.FinishReason is not null;
            yield return stream.Current;
        }
    }

    private static PromptContent? PromptOf(IReadOnlyList<ChatMessage> messages) => messages is [{ Contents: [PromptContent prompt] }] ? prompt : null;

    private async IAsyncEnumerable<ChatResponseUpdate> CompleteAsync(PromptContent prompt, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!server.Kind.TakesRawPrompts())
            throw new ModelException(ModelError.InvalidRequest, $"{server.Title} puts its own template around prompts; set 'prompt' to 'chat' for it in settings.json.");
        var body = new CompletionBody
        {
            Model = model,
            Prompt = server.Kind == ServerKind.ModelHost ? prompt.Segments.Select(segment => new SegmentBody(segment.Text, segment.Special)) : Flatten(prompt),
            MaxTokens = options?.MaxOutputTokens,
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            Seed = options?.Seed,
            Stop = options?.StopSequences,
        };
        using var response = await server.OpenAsync("v1/completions", body, model, cancellationToken).ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var id = Guid.NewGuid().ToString("N");
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data == "[DONE]") yield break;
            var update = Read(item.Data);
            update.ResponseId = update.MessageId = id;
            yield return update;
        }
    }

    private ChatResponseUpdate Read(string data)
    {
        using var json = JsonDocument.Parse(data);
        if (json.RootElement.TryGetProperty("error", out var error))
        {
            var said = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.GetString() : error.ToString();
            throw new ModelException(ModelError.Failed, $"{server.Title} gave up on {model}: {said}");
        }

        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = model };
        if (json.RootElement.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            if (choices[0].TryGetProperty("text", out var text) && text.GetString() is { Length: > 0 } value) update.Contents.Add(new TextContent(value));
            if (choices[0].TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String) update.FinishReason = new ChatFinishReason(reason.GetString()!);
        }

        if (json.RootElement.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object) update.Contents.Add(new UsageContent(Usage(usage)));
        return update;
    }

    private static UsageDetails Usage(JsonElement usage)
    {
        long? Number(JsonElement owner, string name) => owner.TryGetProperty(name, out var number) && number.TryGetInt64(out var value) ? value : null;
        return new UsageDetails
        {
            InputTokenCount = Number(usage, "prompt_tokens"),
            OutputTokenCount = Number(usage, "completion_tokens"),
            TotalTokenCount = Number(usage, "total_tokens"),
            CachedInputTokenCount = usage.TryGetProperty("prompt_tokens_details", out var details) && details.ValueKind == JsonValueKind.Object ? Number(details, "cached_tokens") : null,
        };
    }

    /// <summary>The prompt as one text, for servers that tokenise it whole: what is data may spell no control token then.</summary>
    private string Flatten(PromptContent prompt)
    {
        var text = new StringBuilder();
        var data = new StringBuilder();
        var skip = server.Kind.AddsBegin() && prompt.Segments is [{ Special: true, Text: "<|begin_of_text|>" or "<BOS_TOKEN>" }, ..] ? 1 : 0;
        foreach (var segment in prompt.Segments.Skip(skip))
        {
            if (segment.Special)
            {
                // Only neighbouring data together shows what it spells.
                text.Append(ControlTokens.Defuse(data.ToString())).Append(segment.Text);
                data.Clear();
            }
            else
            {
                data.Append(segment.Text);
            }
        }

        return text.Append(ControlTokens.Defuse(data.ToString())).ToString();
    }

    private sealed record CompletionBody
    {
        public required string Model { get; init; }
        public required object Prompt { get; init; }
        public bool Stream { get; init; } = true;
        public object StreamOptions { get; } = new { IncludeUsage = true };
        public int? MaxTokens { get; init; }
        public float? Temperature { get; init; }
        public float? TopP { get; init; }
        public long? Seed { get; init; }
        public IEnumerable<string>? Stop { get; init; }
    }

    private sealed record SegmentBody(string Text, bool Special);
}

using System.Runtime.CompilerServices;
using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Tests.Answering;

/// <summary>A generator that answers by a rule: the prompt in, the answer out, given on a few characters at a time.</summary>
internal sealed class RuleChatClient(Func<string, string> rule, int step = 3) : IChatClient
{
    /// <summary>Each prompt as one text, in order.</summary>
    public List<string> Prompts { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = string.Join("\n", messages.Select(message => message.Contents is [PromptContent raw] ? raw.ToString() : $"{message.Role}: {message.Text}"));
        Prompts.Add(prompt);
        Options.Add(options);
        var answer = rule(prompt);
        for (var place = 0; place < answer.Length; place += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, answer.Substring(place, Math.Min(step, answer.Length - place)));
        }

        // Servers tell it behind the text. A token is a letter here.
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = prompt.Length, OutputTokenCount = answer.Length })]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

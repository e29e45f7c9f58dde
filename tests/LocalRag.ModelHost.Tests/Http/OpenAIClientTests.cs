using System.ClientModel;
using System.ClientModel.Primitives;
using System.Numerics.Tensors;
using LocalRag.ModelHost.Tests.Hosting;
using OpenAI;
using OpenAI.Chat;

namespace LocalRag.ModelHost.Tests.Http;

/// <summary>OpenAI's own client, which knows nothing of this host but its address.</summary>
public sealed class OpenAIClientTests(TinyHost tiny) : IDisposable
{
    private readonly HttpClient http = new(HostProcess.Connection(tiny.Host.Socket));

    [Fact]
    public async Task Chats()
    {
        ChatCompletion answer = await Client.GetChatClient("canary").CompleteChatAsync([new UserChatMessage(Prompt)], Options, TestContext.Current.CancellationToken);
        Assert.Equal(" c20 c20 c20", answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(3, answer.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Streams()
    {
        var text = "";
        ChatFinishReason? reason = null;
        await foreach (var update in Client.GetChatClient("canary").CompleteChatStreamingAsync([new SystemChatMessage("c20"), new UserChatMessage(Prompt)], Options, TestContext.Current.CancellationToken))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            reason = update.FinishReason ?? reason;
        }

        Assert.Equal(" c20 c20 c20", text);
        Assert.Equal(ChatFinishReason.Length, reason);
    }

    [Fact]
    public async Task Embeds()
    {
        var embeddings = (await Client.GetEmbeddingClient("bert").GenerateEmbeddingsAsync(["the cat", "a dog"], cancellationToken: TestContext.Current.CancellationToken)).Value;
        Assert.Equal(2, embeddings.Count);
        Assert.All(embeddings, embedding => Assert.Equal(1f, TensorPrimitives.Norm(embedding.ToFloats().Span), 1e-3f));
        Assert.True(embeddings.Usage.InputTokenCount > 4);
    }

    [Fact]
    public async Task Is_told_of_a_model_that_is_not_there()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client.GetChatClient("nobody").CompleteChatAsync([new UserChatMessage("hi")], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(404, error.Status);
        Assert.Contains("nobody", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => http.Dispose();

    private static string Prompt => string.Join(' ', Enumerable.Repeat("c20", 120));

    private static ChatCompletionOptions Options => new() { MaxOutputTokenCount = 3, Temperature = 0 };

    private OpenAIClient Client => new(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri("http://localhost/v1"), Transport = new HttpClientPipelineTransport(http) });
}

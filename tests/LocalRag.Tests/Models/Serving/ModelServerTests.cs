using System.Text.Json.Nodes;
using LocalRag.Models;
using LocalRag.Models.Catalogue;
using LocalRag.Models.Prompts;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;
using Microsoft.Extensions.AI;

namespace LocalRag.Tests.Models.Serving;

/// <summary>Servers that are none of ours: Ollama, LM Studio, llama-server, vLLM, TabbyAPI.</summary>
public sealed class ModelServerTests
{
    private const string Stream =
        "data: {\"choices\":[{\"index\":0,\"text\":\"It is \"}]}\n\ndata: {\"choices\":[{\"index\":0,\"text\":\"19.\",\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9,\"prompt_tokens_details\":{\"cached_tokens\":5}}}\n\ndata: [DONE]\n\n";

    private const string ChatStream =
        "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"It is 19.\"}}]}\n\ndata: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private static readonly ChatMessage[] Raw =
        [new(ChatRole.User, [new PromptContent([PromptSegment.Template("<|begin_of_text|>"), PromptSegment.Template("<|start_header_id|>"), .. PromptSegment.Data("a<|eot_id|>b"), PromptSegment.Template("<|eot_id|>")])])];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ServerKind.LlamaServer)]
    [InlineData(ServerKind.Vllm)]
    public async Task A_prompt_of_ours_reaches_other_servers_as_one_text_with_its_data_broken_up(ServerKind kind)
    {
        await using var server = new ScriptedServer(("/v1/completions", 200, Stream));
        using var client = new ModelServer(server.Url, "secret", kind);
        var response = await client.Chat("m").GetResponseAsync(Raw, new ChatOptions { MaxOutputTokens = 5, StopSequences = ["x"] }, Cancellation);
        Assert.Equal("It is 19.", response.Text);
        Assert.Equal((7, 5), ((int)response.Usage!.InputTokenCount!, (int)response.Usage.CachedInputTokenCount!));
        var request = Assert.Single(server.Requests);
        Assert.Equal("Bearer secret", request.Authorization);
        var body = JsonNode.Parse(request.Body)!;
        // Such a server puts the beginning there itself.
        Assert.Equal("<|start_header_id|>a< |eot_id|>b<|eot_id|>", (string?)body["prompt"]);
        Assert.Equal((5, true, "x"), ((int)body["max_tokens"]!, (bool)body["stream"]!, (string?)body["stop"]![0]));
    }

    [Fact]
    public async Task Messages_go_through_the_chat_endpoint()
    {
        await using var server = new ScriptedServer(("/v1/chat/completions", 200, ChatStream));
        using var client = new ModelServer(server.Url);
        var text = "";
        await foreach (var update in client.Chat("m").GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "tax?")], cancellationToken: Cancellation)) text += update.Text;
        Assert.Equal("It is 19.", text);
        Assert.Equal("tax?", (string?)JsonNode.Parse(server.Requests[0].Body)!["messages"]![0]!["content"]);
    }

    [Theory]
    [InlineData(429, "{}", ModelError.Busy, "7 seconds")]
    [InlineData(401, "{\"error\":{\"message\":\"no key\"}}", ModelError.InvalidRequest, "environment variable")]
    [InlineData(404, "{\"error\":{\"message\":\"model 'm' not found\"}}", ModelError.NotFound, "model 'm' not found")]
    [InlineData(400, "{\"error\":{\"message\":\"9 tokens too many\",\"code\":\"context_length_exceeded\"}}", ModelError.TooLong, "9 tokens too many")]
    [InlineData(500, "<html>oops</html>", ModelError.Failed, "oops")]
    [InlineData(200, "data: {\"choices\":[{\"index\":0,\"text\":\"It\"}]}\n\n", ModelError.Crashed, "m")]
    [InlineData(200, "data: {\"error\":{\"message\":\"out of memory\"}}\n\n", ModelError.Failed, "out of memory")]
    [InlineData(200, "data: what?\n\n", ModelError.Failed, "OpenAI")]
    public async Task What_goes_wrong_is_told_with_the_models_name(int status, string body, ModelError expected, string named)
    {
        await using var server = new ScriptedServer(("/v1/completions", status, body));
        using var client = new ModelServer(server.Url, null, ServerKind.LlamaServer);
        var error = await Assert.ThrowsAsync<ModelException>(() => client.Chat("m").GetResponseAsync(Raw, cancellationToken: Cancellation));
        Assert.Equal(expected, error.Error);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_chat_that_breaks_off_is_no_whole_answer()
    {
        await using var server = new ScriptedServer(("/v1/chat/completions", 200, ChatStream[..ChatStream.IndexOf("\n\n", StringComparison.Ordinal)] + "\n\n"));
        using var client = new ModelServer(server.Url);
        var error = await Assert.ThrowsAsync<ModelException>(async () =>
        {
            await foreach (var update in client.Chat("m").GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "x")], cancellationToken: Cancellation)) Assert.NotNull(update);
        });
        Assert.Equal(ModelError.Crashed, error.Error);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_by_its_address()
    {
        ScriptedServer gone;
        await using (gone = new ScriptedServer()) Assert.Empty(gone.Requests);
        using var client = new ModelServer(gone.Url, null, ServerKind.LlamaServer);
        foreach (var messages in (ChatMessage[][])[[new ChatMessage(ChatRole.User, "x")], Raw])
        {
            var error = await Assert.ThrowsAsync<ModelException>(() => client.Chat("m").GetResponseAsync(messages, cancellationToken: Cancellation));
            Assert.Equal(ModelError.Unreachable, error.Error);
            Assert.Contains(gone.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/api/version", "{\"version\":\"0.9\"}", ServerKind.Ollama)]
    [InlineData("/api/v0/models", "{\"data\":[]}", ServerKind.LmStudio)]
    [InlineData("/props", "{\"default_generation_settings\":{}}", ServerKind.LlamaServer)]
    [InlineData("/v1/model", "{\"id\":\"x\"}", ServerKind.TabbyApi)]
    [InlineData("/version", "{\"version\":\"0.9\"}", ServerKind.Vllm)]
    [InlineData("/else", "{}", ServerKind.Other)]
    public async Task A_server_is_recognised_by_what_only_it_answers(string path, string body, ServerKind kind)
    {
        await using var server = new ScriptedServer((path, 200, body), ("/v1/models", 200, "{\"data\":[{\"id\":\"m\"}]}"));
        Assert.Equal(kind, await ServerDiscovery.RecogniseAsync(server.Url, null, Cancellation));
        var found = Assert.Single(await ServerDiscovery.FindAsync([(kind, server.Url), (ServerKind.Vllm, new Uri("http://127.0.0.1:1/v1"))], Cancellation));
        Assert.Equal((kind, "m"), (found.Kind, Assert.Single(found.Models)));
    }

    [Theory]
    [InlineData(ServerKind.LlamaServer, "/tokenize")]
    [InlineData(ServerKind.Vllm, "/tokenize")]
    [InlineData(ServerKind.TabbyApi, "/v1/token/encode")]
    public async Task Tokens_are_counted_where_the_server_counts_them(ServerKind kind, string path)
    {
        await using var server = new ScriptedServer((path, 200, "{\"tokens\":[1,2,3]}"));
        using var client = new ModelServer(server.Url, null, kind);
        Assert.Equal([3, 3], await TokenCounting.For(client, "m")(["a", "b"], Cancellation));
    }

    [Fact]
    public async Task Elsewhere_an_estimate_stands_in() =>
        Assert.Equal([0, 4, 3], await TokenCounting.For(new ModelServer(new Uri("http://127.0.0.1:1")), "m")(["", "twelve chars", "日本語"], Cancellation));

    [Fact]
    public async Task Settings_lead_to_a_server_its_model_and_its_key()
    {
        await using var server = new ScriptedServer(("/props", 200, "{\"default_generation_settings\":{}}"), ("/v1/models", 200, "{\"data\":[{\"id\":\"llama-3.1-8b\"}]}"), ("/v1/completions", 200, Stream));
        using var folder = new TemporaryFolder();
        using var store = new ModelStore(new ModelStoreOptions { Folder = folder.Path }, ModelCatalog.BuiltIn, new ForeignStores(_ => null, folder.Path), _ => 0);
        var settings = new ModelSettings { Generator = new ModelChoice { Url = server.Url, KeyVariable = "MY_KEY" } };
        using var models = new ServedModels(folder.Path, settings, store, name => name == "MY_KEY" ? "secret" : null);
        var generator = (await models.GeneratorAsync(cancellationToken: Cancellation))!;
        Assert.Equal(("llama-3.1-8b", PromptFamily.Llama3), (generator.Name, generator.Family));
        Assert.Equal("It is 19.", (await generator.Chat.GetResponseAsync(Raw, cancellationToken: Cancellation)).Text);
        Assert.All(server.Requests, request => Assert.Equal("Bearer secret", request.Authorization));

        using var keyless = new ServedModels(folder.Path, settings, store, _ => null);
        Assert.Contains("MY_KEY", (await Assert.ThrowsAsync<ModelException>(() => keyless.GeneratorAsync(cancellationToken: Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ollama_keeps_its_own_template()
    {
        await using var server = new ScriptedServer(("/api/version", 200, "{\"version\":\"0.9\"}"));
        using var folder = new TemporaryFolder();
        using var store = new ModelStore(new ModelStoreOptions { Folder = folder.Path }, ModelCatalog.BuiltIn, new ForeignStores(_ => null, folder.Path), _ => 0);
        using var models = new ServedModels(folder.Path, new ModelSettings { Generator = new ModelChoice { Url = server.Url, Model = "llama3.2" } }, store, _ => null);
        Assert.Equal(PromptFamily.ChatTemplate, (await models.GeneratorAsync(cancellationToken: Cancellation))!.Family);
    }

    [Fact]
    public async Task Vectors_are_taken_in_either_form_and_put_in_order()
    {
        await using var server = new ScriptedServer(("/v1/embeddings", 200, "{\"data\":[{\"index\":1,\"embedding\":[0,2]},{\"index\":0,\"embedding\":\"AABAQAAAgEA=\"}]}"));
        using var client = new ModelServer(server.Url);
        var vectors = await new ServedEmbedder("m", "id", EmbeddingFamilies.Unknown, client.Embeddings("m")).EmbedDocumentsAsync(["a", "b"], Cancellation);
        Assert.Equal([0.6f, 0.8f], vectors[0]);
        Assert.Equal([0f, 1f], vectors[1]);
        await Assert.ThrowsAsync<ModelException>(() => new ServedEmbedder("m", "id", EmbeddingFamilies.Unknown, client.Embeddings("m")).EmbedDocumentsAsync(["a"], Cancellation));
    }
}

using System.Diagnostics;
using LocalRag.Models;
using LocalRag.Models.Prompts;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using Microsoft.Extensions.AI;

namespace LocalRag.ModelHost.Tests.Clients;

/// <summary>The library's side of the host: found or started, shared, and back after a crash.</summary>
public sealed class ServedModelsTests
{
    private static readonly ModelSettings Llama = new() { Generator = new ModelChoice { Model = "llama" } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_generator_is_started_when_it_is_asked()
    {
        using var home = new ClientHome("llama");
        var generator = await home.Client(Llama).GeneratorAsync(cancellationToken: Cancellation);
        Assert.False(Directory.Exists(Path.Combine(home.Folder, "run")));
        var response = await generator!.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, "the")], new ChatOptions { MaxOutputTokens = 8 }, Cancellation);
        Assert.NotEmpty(response.Text);
        Assert.Equal(8, response.Usage?.OutputTokenCount);
        await home.HostIdAsync(home.Client());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(home.Folder, "run")));
    }

    [Fact]
    public async Task Programs_that_start_it_at_once_share_one_host()
    {
        using var home = new ClientHome("llama");
        var clients = Enumerable.Range(0, 6).Select(_ => home.Client(Llama)).ToList();
        var ids = await Task.WhenAll(clients.Select(home.HostIdAsync));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task A_prompt_in_segments_is_streamed_and_its_work_reused()
    {
        using var home = new ClientHome("llama");
        var client = home.Client(Llama);
        var generator = (await client.GeneratorAsync(cancellationToken: Cancellation))!;
        List<PromptSegment> segments = [PromptSegment.Template("<|im_start|>user\n"), .. PromptSegment.Data("the cat and <|im_end|> the hat and the rest of it"), PromptSegment.Template("<|im_end|>\n")];
        ChatMessage[] prompt = [new(ChatRole.User, [new PromptContent(segments)])];
        var options = new ChatOptions { MaxOutputTokens = 12, Temperature = 0 };
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in generator.Chat.GetStreamingResponseAsync(prompt, options, Cancellation)) updates.Add(update);
        Assert.True(updates.Count(update => update.Text.Length > 0) > 1);
        var again = await generator.Chat.GetResponseAsync(prompt, options, Cancellation);
        Assert.Equal(string.Concat(updates.Select(update => update.Text)), again.Text);
        Assert.True(again.Usage?.CachedInputTokenCount > 0);
        await home.HostIdAsync(client);
    }

    [Fact]
    public async Task Tokens_are_counted_by_the_served_model()
    {
        using var home = new ClientHome("llama");
        var client = home.Client(Llama);
        var generator = (await client.GeneratorAsync(cancellationToken: Cancellation))!;
        var counts = await generator.CountTokens(["", " c01 c02 c03", new string('x', 40)], Cancellation);
        Assert.Equal(0, counts[0]);
        Assert.InRange(counts[1], 3, 5);
        Assert.InRange(counts[2], 40, 42);
        await home.HostIdAsync(client);
    }

    [Fact]
    public async Task An_embedder_gives_vectors_of_length_one_in_order_and_cuts_what_is_too_long()
    {
        using var home = new ClientHome("bert");
        var client = home.Client(new ModelSettings { Embedder = new ModelChoice { Model = "bert", QueryPrefix = "query: " } });
        var embedder = (await client.EmbedderAsync(Cancellation))!;
        var texts = Enumerable.Range(0, 40).Select(number => number == 7 ? string.Concat(Enumerable.Repeat("the ", 5_000)) : $"the {number} cat").ToList();
        var vectors = await embedder.EmbedDocumentsAsync(texts, Cancellation);
        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(number => number * number), 3));
        var alone = (await embedder.EmbedDocumentsAsync([texts[31]], Cancellation))[0];
        Assert.True(alone.Zip(vectors[31]).Sum(pair => pair.First * pair.Second) > 0.999);
        Assert.Equal(vectors[0].Length, (await embedder.EmbedQueryAsync("cat", EmbeddingTask.Code, Cancellation)).Length);
        Assert.Contains("q=query: ", embedder.Fingerprint, StringComparison.Ordinal);
        await home.HostIdAsync(client);
    }

    [Fact]
    public async Task A_reranker_scores_in_the_order_of_its_documents()
    {
        using var home = new ClientHome("reranker");
        var client = home.Client(new ModelSettings { Reranker = new ModelChoice { Model = "reranker" } });
        var reranker = (await client.RerankerAsync(Cancellation))!;
        string[] documents = ["the cat", "a hat", "in on an"];
        var scores = await reranker.ScoreAsync("the", documents, Cancellation);
        var turned = await reranker.ScoreAsync("the", [.. documents.Reverse()], Cancellation);
        Assert.Equal(scores.Reverse().Select(score => Math.Round(score, 4)), turned.Select(score => Math.Round(score, 4)));
        await home.HostIdAsync(client);
    }

    [Fact]
    public async Task A_host_that_is_killed_is_back_within_two_seconds()
    {
        using var home = new ClientHome("llama");
        var client = home.Client(Llama);
        var generator = (await client.GeneratorAsync(cancellationToken: Cancellation))!;
        var first = await home.HostIdAsync(client);
        await ClientHome.KillAsync(first);
        var watch = Stopwatch.StartNew();
        var second = await home.HostIdAsync(client);
        TestContext.Current.TestOutputHelper?.WriteLine($"back after {watch.ElapsedMilliseconds} ms");
        Assert.NotEqual(first, second);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"back after {watch.Elapsed}");
        Assert.NotEmpty((await generator.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, "the")], new ChatOptions { MaxOutputTokens = 4 }, Cancellation)).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_ends_in_the_midst_of_an_answer_is_told_by_the_models_name(bool raw)
    {
        using var home = new ClientHome("llama");
        var client = home.Client(Llama);
        var generator = (await client.GeneratorAsync(cancellationToken: Cancellation))!;
        ChatMessage message = raw ? new(ChatRole.User, [new PromptContent([PromptSegment.Template("the")])]) : new(ChatRole.User, "the");
        var (host, error) = await BreakOffAsync(home, client, generator, message);
        Assert.Equal(ModelError.Crashed, error.Error);
        Assert.Contains("llama", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(host, await home.HostIdAsync(client));
    }

    [Fact]
    public async Task A_model_that_crashed_the_host_twice_waits_until_it_is_asked_for()
    {
        using var home = new ClientHome("llama");
        var client = home.Client(Llama);
        var generator = (await client.GeneratorAsync(cancellationToken: Cancellation))!;
        for (var crash = 0; crash < 2; crash++) await BreakOffAsync(home, client, generator, new ChatMessage(ChatRole.User, "the"));

        var error = await Assert.ThrowsAsync<ModelException>(() => generator.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, "the")], new ChatOptions { MaxOutputTokens = 4 }, Cancellation));
        Assert.Equal(ModelError.Crashed, error.Error);
        Assert.Contains("llama", error.Message, StringComparison.Ordinal);
        await home.HostIdAsync(client);

        var asked = (await client.GeneratorAsync("llama", Cancellation))!;
        Assert.NotEmpty((await asked.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, "the")], new ChatOptions { MaxOutputTokens = 4 }, Cancellation)).Text);
    }

    [Fact]
    public async Task A_file_added_while_the_host_runs_is_known_to_it()
    {
        using var home = new ClientHome("llama");
        var client = home.Client(Llama);
        await home.HostIdAsync(client);
        var elsewhere = Path.Combine(home.Folder, "elsewhere.gguf");
        File.Copy(Path.Combine(home.Folder, "models", "llama.gguf"), elsewhere);
        home.Store.Add(elsewhere, "mine");
        var generator = (await client.GeneratorAsync("mine", Cancellation))!;
        Assert.NotEmpty((await generator.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, "the")], new ChatOptions { MaxOutputTokens = 4 }, Cancellation)).Text);
    }

    [Fact]
    public async Task A_prompt_past_the_context_is_an_error_of_its_own()
    {
        using var home = new ClientHome("llama");
        var client = home.Client(Llama);
        var generator = (await client.GeneratorAsync(cancellationToken: Cancellation))!;
        var error = await Assert.ThrowsAsync<ModelException>(() => generator.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, string.Concat(Enumerable.Repeat("the ", 20_000)))], cancellationToken: Cancellation));
        Assert.Equal(ModelError.TooLong, error.Error);
        await home.HostIdAsync(client);
    }

    [Fact]
    public async Task Without_a_host_program_the_error_names_the_remedy()
    {
        using var home = new ClientHome("llama");
        using var models = new ServedModels(home.Folder, Llama, home.Store, name => name == "LOCALRAG_MODELHOST" ? "/nowhere/host" : null);
        var generator = (await models.GeneratorAsync(cancellationToken: Cancellation))!;
        var error = await Assert.ThrowsAsync<ModelException>(() => generator.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, "x")], cancellationToken: Cancellation));
        Assert.Contains("LOCALRAG_MODELHOST", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_here_is_named_with_what_fetches_it()
    {
        using var home = new ClientHome();
        using var models = new ServedModels(home.Folder, new ModelSettings { Generator = new ModelChoice { Model = "qwen3-4b" } }, home.Store, _ => null);
        var error = await Assert.ThrowsAsync<ModelException>(() => models.GeneratorAsync(cancellationToken: Cancellation));
        Assert.Contains("models pull qwen3-4b", error.Message, StringComparison.Ordinal);
        Assert.Null(await new ServedModels(home.Folder, new ModelSettings(), home.Store, _ => null).GeneratorAsync(cancellationToken: Cancellation));
    }

    /// <summary>
    /// Kills the host behind the first word of an answer, and gives the error. A tiny model may have ended its answer by then; another is asked for,
    /// with another seed.
    /// </summary>
    private static async Task<(int Host, ModelException Error)> BreakOffAsync(ClientHome home, ServedModels client, ServedGenerator generator, ChatMessage message)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var host = await home.HostIdAsync(client);
            var killed = false;
            try
            {
                await foreach (var update in generator.Chat.GetStreamingResponseAsync([message], new ChatOptions { MaxOutputTokens = 100_000, Seed = seed }, Cancellation))
                {
                    if (killed || update.Text.Length == 0) continue;
                    killed = true;
                    await ClientHome.KillAsync(host);
                }
            }
            catch (ModelException error)
            {
                return (host, error);
            }
        }

        throw new InvalidOperationException("Every answer had ended before its host did.");
    }
}

using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using LocalRag.ModelHost.Inference;
using LocalRag.ModelHost.Native;
using LocalRag.ModelHost.Tests.Hosting;

namespace LocalRag.ModelHost.Tests.RealModels;

/// <summary>Real models, where they are there.</summary>
public sealed class RealModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Vocabularies => ["bert-bge", "command-r", "deepseek-coder", "llama-bpe", "llama-spm", "phi-3", "qwen2"];

    [Fact]
    public async Task TinyLlama_tells_its_known_story()
    {
        await using var host = await Start("tiny=tinyllama/stories260K.gguf");
        var answer = await host.PostAsync("/v1/completions", new JsonObject { ["model"] = "tiny", ["prompt"] = "Once upon a time", ["max_tokens"] = 30, ["temperature"] = 0, ["stop"] = "park." });
        Assert.Equal(", there was a little girl named Lily. She loved to play outside in the ", answer["choices"]![0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task MiniLM_embeds_to_the_vectors_of_its_reference()
    {
        await using var host = await Start("minilm=minilm/all-MiniLM-L6-v2.Q8_0.gguf");
        var reference = JsonNode.Parse(await File.ReadAllTextAsync(SharedModels.Path("minilm/reference.json"), TestContext.Current.CancellationToken))!.AsArray();
        var answer = await host.PostAsync("/v1/embeddings", new JsonObject { ["model"] = "minilm", ["input"] = new JsonArray([.. reference.Select(item => item!["text"]!.DeepClone())]), ["truncate"] = "cut" });
        for (var i = 0; i < reference.Count; i++)
        {
            var cosine = TensorPrimitives.CosineSimilarity(Vector(reference[i]!["embedding"]!), Vector(answer["data"]![i]!["embedding"]!));
            Assert.True(cosine >= 0.999, string.Create(CultureInfo.InvariantCulture, $"{cosine:0.00000} {reference[i]!["text"]}"));
        }
    }

    [Fact]
    public async Task SmolLM2_answers_from_a_source_and_a_second_question_finds_the_source_computed()
    {
        await using var host = await Start("smol=smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");
        JsonObject Ask(string question) => new()
        {
            ["model"] = "smol",
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = "Answer from the source. Source: The parcel office opens at nine in the morning and closes at five. The manager of the office is called Margaret. " + string.Concat(Enumerable.Repeat("The office sells stamps, boxes, paper and string. ", 10)) },
                new JsonObject { ["role"] = "user", ["content"] = question }),
            ["max_tokens"] = 24,
            ["temperature"] = 0,
        };
        var first = await host.PostAsync("/v1/chat/completions", Ask("What is the name of the manager?"));
        Assert.Contains("Margaret", first["choices"]![0]!["message"]!["content"]!.GetValue<string>(), StringComparison.Ordinal);
        var second = await host.PostAsync("/v1/chat/completions", Ask("When does the office open?"));
        var usage = second["usage"]!;
        Assert.True(usage["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>() > 0.8 * usage["prompt_tokens"]!.GetValue<int>(), usage.ToJsonString());
        var (streamed, pieces) = await host.ReadChatAsync(Ask("What is the name of the manager?"));
        Assert.Contains("Margaret", streamed, StringComparison.Ordinal);
        Assert.True(pieces > 2);
    }

    [Fact]
    public async Task A_long_prompt_is_broken_off_when_its_client_goes_away()
    {
        await using var host = await Start("smol=smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");
        await host.PostAsync("/v1/completions", new JsonObject { ["model"] = "smol", ["prompt"] = "a", ["max_tokens"] = 1 });
        async Task<int> Working() => (await host.GetAsync("/health"))["models"]![0]!["working"]!.GetValue<int>();

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asked = host.StreamAsync("/v1/completions", new JsonObject { ["model"] = "smol", ["prompt"] = string.Join(' ', Enumerable.Range(0, 1500)), ["max_tokens"] = 10 }, leaving.Token);
        while (await Working() == 0)
            leaving.Token.ThrowIfCancellationRequested();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await leaving.CancelAsync();
        while (await Working() > 0)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        TestContext.Current.TestOutputHelper!.WriteLine($"slot free after {clock.ElapsedMilliseconds} ms");
        Assert.True(clock.Elapsed < TimeSpan.FromMilliseconds(500), $"{clock.ElapsedMilliseconds} ms");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        var answer = await host.PostAsync("/v1/completions", new JsonObject { ["model"] = "smol", ["prompt"] = "The capital of France is", ["max_tokens"] = 3, ["temperature"] = 0 });
        Assert.Contains("Paris", answer["choices"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void A_vocabulary_gives_the_tokens_that_its_makers_give(string name)
    {
        using var model = Load(name);
        var inputs = File.ReadAllText(SharedModels.Path($"vocab/ggml-vocab-{name}.gguf.inp")).Split("\n__ggml_vocab_test__\n")[..^1];
        var outputs = File.ReadAllLines(SharedModels.Path($"vocab/ggml-vocab-{name}.gguf.out"));
        Assert.Equal(outputs.Length, inputs.Length);
        foreach (var (input, output) in inputs.Zip(outputs))
            Assert.Equal(output.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)), model.Vocabulary.Plain(input));
    }

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void No_control_token_comes_out_of_a_document_that_names_it(string name)
    {
        using var model = Load(name);
        var vocabulary = model.Vocabulary;
        var names = vocabulary.ControlTokens.Select(token => (token, Text: System.Text.Encoding.UTF8.GetString(vocabulary.Piece(token, showControl: true)))).Where(control => control.Text.Length > 0).ToList();
        Assert.NotEmpty(names);
        // Listed as user-defined, it would be found in any text; it ends and begins turns all the same.
        if (name == "command-r") Assert.Contains(names, control => control.Text == "<|START_OF_TURN_TOKEN|>");
        foreach (var (token, text) in names)
        {
            foreach (var document in new[] { text, $"a {text} b", $"x{text}{text}y", $"\n{text}\n" })
            {
                var tokens = vocabulary.Tokenize([new PromptSegment("Document: ", true), new PromptSegment(document, false), new PromptSegment("\n", true)], begin: false);
                Assert.DoesNotContain(token, tokens);
                if (name != "bert-bge")
                    Assert.DoesNotContain(tokens, vocabulary.ControlTokens.Contains);
            }
        }
    }

    [Theory]
    [InlineData("llama-bpe", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nWhat is  this?<|eot_id|>")]
    [InlineData("command-r", "<BOS_TOKEN><|START_OF_TURN_TOKEN|><|USER_TOKEN|>What is  this?<|END_OF_TURN_TOKEN|>")]
    [InlineData("phi-3", "<|user|>\nWhat is  this?<|end|>\n<|assistant|>\n")]
    [InlineData("qwen2", "<|im_start|>user\nWhat is  this?<|im_end|>\n")]
    [InlineData("llama-spm", "<s>[INST] What is  this? [/INST]")]
    public void A_template_in_segments_gives_the_tokens_of_llama_cpp_for_the_whole(string name, string prompt)
    {
        using var model = Load(name);
        var at = prompt.IndexOf("What", StringComparison.Ordinal);
        var end = prompt.IndexOf('?', StringComparison.Ordinal) + 1;
        var segments = model.Vocabulary.Tokenize([new PromptSegment(prompt[..at], true), new PromptSegment(prompt[at..end], false), new PromptSegment(prompt[end..], true)], begin: false);
        Assert.Equal(Whole(model.Vocabulary, prompt), segments);
    }

    public void Dispose() => folder.Dispose();

    private static unsafe int[] Whole(Vocabulary vocabulary, string prompt)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(prompt);
        var tokens = new int[bytes.Length];
        fixed (byte* text = bytes)
        fixed (int* first = tokens)
            return tokens[..Llama.llama_tokenize(vocabulary.Pointer, text, bytes.Length, first, tokens.Length, addSpecial: 0, parseSpecial: 1)];
    }

    private static LlamaModel Load(string vocabulary)
    {
        Assert.SkipUnless(SharedModels.AreHere, SharedModels.Missing);
        LlamaLibrary.Load(null);
        var file = new ModelFile(vocabulary, SharedModels.Path($"vocab/ggml-vocab-{vocabulary}.gguf"));
        var (header, bytes) = file.Check();
        return LlamaModel.Load(file, header, bytes);
    }

    private static float[] Vector(JsonNode numbers) => [.. numbers.AsArray().Select(number => number!.GetValue<float>())];

    private async Task<HostProcess> Start(string model)
    {
        Assert.SkipUnless(SharedModels.AreHere, SharedModels.Missing);
        var at = model.IndexOf('=', StringComparison.Ordinal);
        return await HostProcess.StartAsync(folder.Path, "--model", $"{model[..at]}={SharedModels.Path(model[(at + 1)..])}");
    }
}

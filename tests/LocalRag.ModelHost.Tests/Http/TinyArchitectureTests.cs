using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using LocalRag.ModelHost.Tests.Hosting;
using LocalRag.ModelHost.Tests.TinyModels;

namespace LocalRag.ModelHost.Tests.Http;

public sealed class TinyArchitectureTests(TinyHost tiny)
{
    public static TheoryData<string> Generators => [.. TinyModel.Generators];

    public static TheoryData<string> All => [.. TinyModel.Generators, "bert"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Splits_text_into_tokens_and_joins_it_again(string model)
    {
        const string Text = "the cat in a house";
        var tokens = (await tiny.Host.PostAsync("/tokenize", new JsonObject { ["model"] = model, ["content"] = Text }))["tokens"]!.AsArray();
        Assert.InRange(tokens.Count, 3, Text.Length);
        var joined = (await tiny.Host.PostAsync("/detokenize", new JsonObject { ["model"] = model, ["tokens"] = tokens.DeepClone() }))["content"]!.GetValue<string>();
        Assert.Equal(Text, joined.Trim());
    }

    // A short prompt with a long answer: the slot that answered is kept for its answer, and another one shares its beginning.
    [Theory]
    [MemberData(nameof(Generators))]
    public async Task Goes_on_from_a_text_the_same_way_each_time(string model)
    {
        // Under a name of its own, because other tests ask the model meanwhile and its slots forget.
        var own = await tiny.RegisterAsync(model, $"{model} again");
        var body = new JsonObject { ["model"] = own, ["prompt"] = "the cat", ["max_tokens"] = 12, ["temperature"] = 0 };
        var first = await tiny.Host.PostAsync("/v1/completions", body);
        var second = await tiny.Host.PostAsync("/v1/completions", (JsonObject)body.DeepClone());
        Assert.Equal(first["choices"]![0]!["text"]!.GetValue<string>(), second["choices"]![0]!["text"]!.GetValue<string>());
        Assert.InRange(first["usage"]!["completion_tokens"]!.GetValue<int>(), 1, 12);
        Assert.True(second["usage"]!["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>() > 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Embeds_each_text_as_it_would_alone(string model)
    {
        string[] texts = ["the cat", "a dog in the house, and another one", "x", "the cat"];
        var together = await Embed(model, texts);
        Assert.Equal(texts.Length, together.Count);
        Assert.Equal(together[0], together[3]);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(1f, TensorPrimitives.Norm(together[i]), 1e-3f);
            var alone = await Embed(model, [texts[i]]);
            Assert.True(TensorPrimitives.CosineSimilarity(together[i], alone[0]) > 0.9999, texts[i]);
        }

        Assert.True(TensorPrimitives.CosineSimilarity(together[0], together[1]) < 0.9999);
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public async Task Serves_many_at_once_as_it_serves_one(string model)
    {
        var alone = await Complete(model, "the dog");
        var together = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Complete(model, "the dog")));
        Assert.All(together, text => Assert.Equal(alone, text));
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public async Task A_client_that_goes_away_frees_its_slot(string model)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var body = new JsonObject { ["model"] = model, ["prompt"] = "the", ["max_tokens"] = 400, ["temperature"] = 1.5, ["grammar"] = "root ::= [a-z ]{400,500}" };
        using (var response = await tiny.Host.StreamAsync("/v1/completions", body, leaving.Token))
        {
            await using var stream = await response.Content.ReadAsStreamAsync(leaving.Token);
            Assert.True(await stream.ReadAtLeastAsync(new byte[10], 10, cancellationToken: leaving.Token) >= 10);
            await leaving.CancelAsync();
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        while (await Working(model) > 0)
            patience.Token.ThrowIfCancellationRequested();
    }

    private async Task<int> Working(string model) =>
        (await tiny.Host.GetAsync("/health"))["models"]!.AsArray().First(resident => resident!["name"]!.GetValue<string>() == model)!["working"]!.GetValue<int>();

    private async Task<string> Complete(string model, string prompt)
    {
        var answer = await tiny.Host.PostAsync("/v1/completions", new JsonObject { ["model"] = model, ["prompt"] = prompt, ["max_tokens"] = 4, ["temperature"] = 0 });
        return answer["choices"]![0]!["text"]!.GetValue<string>();
    }

    private async Task<List<float[]>> Embed(string model, string[] texts)
    {
        var answer = await tiny.Host.PostAsync("/v1/embeddings", new JsonObject { ["model"] = model, ["input"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]) });
        return [.. answer["data"]!.AsArray().OrderBy(item => item!["index"]!.GetValue<int>()).Select(item => item!["embedding"]!.AsArray().Select(number => number!.GetValue<float>()).ToArray())];
    }
}

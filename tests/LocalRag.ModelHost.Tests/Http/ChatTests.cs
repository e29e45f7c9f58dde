using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using LocalRag.ModelHost.Tests.Hosting;
using LocalRag.ModelHost.Tests.TinyModels;

namespace LocalRag.ModelHost.Tests.Http;

public sealed class ChatTests(TinyHost tiny)
{
    [Fact]
    public async Task Fifty_streamed_chats_at_once_each_get_their_own_canary_back()
    {
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(TinyTokenizers.Canaries.Select(async canary => (canary, Answer: await tiny.Host.ReadChatAsync(Chat(canary)))));
        Assert.All(answers, answer =>
        {
            Assert.Equal(string.Concat(Enumerable.Repeat(" " + answer.canary, 16)), answer.Answer.Text);
            Assert.InRange(answer.Answer.Pieces, 2, 16);
        });
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_same_beginning_is_computed_once()
    {
        var sources = string.Join(' ', Enumerable.Repeat("c41 c42 c43", 60));
        JsonObject Ask(string question) => new()
        {
            ["model"] = "canary",
            ["messages"] = new JsonArray(Message("system", sources), Message("user", question)),
            ["max_tokens"] = 2,
            ["temperature"] = 0,
        };
        await tiny.Host.PostAsync("/v1/chat/completions", Ask("c01 c02"));
        var second = await tiny.Host.PostAsync("/v1/chat/completions", Ask("c03 c04"));
        var usage = second["usage"]!;
        Assert.True(usage["prompt_tokens"]!.GetValue<int>() > 180);
        Assert.InRange(usage["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>(), usage["prompt_tokens"]!.GetValue<int>() - 60, usage["prompt_tokens"]!.GetValue<int>() - 1);
    }

    [Fact]
    public async Task A_beginning_that_is_shared_by_requests_at_once_is_computed_once_and_answers_stay_apart()
    {
        var sources = string.Join(' ', Enumerable.Repeat("c31", 150));
        JsonObject Ask(string canary) => new()
        {
            ["model"] = "canary",
            ["messages"] = new JsonArray(Message("system", sources), Message("user", string.Join(' ', Enumerable.Repeat(canary, 250)))),
            ["max_tokens"] = 6,
            ["temperature"] = 0,
        };
        string[] canaries = ["c05", "c06", "c07", "c08"];
        var answers = await Task.WhenAll(canaries.Select(canary => tiny.Host.PostAsync("/v1/chat/completions", Ask(canary))));
        foreach (var (canary, answer) in canaries.Zip(answers))
            Assert.Equal(string.Concat(Enumerable.Repeat(" " + canary, 6)), answer["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        var reused = answers.Select(answer => answer["usage"]!["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>()).Order().ToList();
        Assert.True(reused[1] > 100, string.Join(", ", reused));
    }

    [Fact]
    public async Task What_a_message_names_is_no_control_token()
    {
        async Task<int> Length(string content)
        {
            var answer = await tiny.Host.PostAsync("/v1/chat/completions", new JsonObject { ["model"] = "llama", ["messages"] = new JsonArray(Message("user", content)), ["max_tokens"] = 1 });
            return answer["usage"]!["prompt_tokens"]!.GetValue<int>();
        }

        // As text, the name is as long as its letters; as a control token it would be one.
        Assert.True(await Length("a<|im_end|>a") >= await Length("aa") + "<|im_end|>".Length - 1);
        foreach (var name in new[] { "<s>", "</s>", "<unk>", "<|im_start|>", "<|im_end|>" })
        {
            var tokens = (await tiny.Host.PostAsync("/tokenize", new JsonObject { ["model"] = "llama", ["content"] = $"a {name}{name} b" }))["tokens"]!.AsArray().Select(token => token!.GetValue<int>());
            Assert.DoesNotContain(tokens, token => token is 1 or 2 or 3 or 4 or 5);
        }
    }

    [Fact]
    public async Task Segments_give_the_tokens_of_the_whole_text()
    {
        async Task<string> Tokens(JsonObject body) => (await tiny.Host.PostAsync("/tokenize", body))["tokens"]!.ToJsonString();
        foreach (var model in TinyModel.Generators)
        {
            var whole = await Tokens(new JsonObject { ["model"] = model, ["content"] = "the cat in the house", ["parse_special"] = true });
            var parts = await Tokens(new JsonObject { ["model"] = model, ["segments"] = new JsonArray(Segment("the c", true), Segment("at in t", false), Segment("he house", true)) });
            Assert.Equal(whole, parts);
        }
    }

    [Fact]
    public async Task A_stop_string_ends_the_answer_before_it()
    {
        var body = Chat("c09");
        body["stop"] = new JsonArray("09 c09 c");
        var (text, _) = await tiny.Host.ReadChatAsync(body);
        Assert.Equal(" c", text);
    }

    [Fact]
    public async Task A_schema_shapes_the_answer()
    {
        var body = new JsonObject
        {
            ["model"] = "llama",
            ["messages"] = new JsonArray(Message("user", "tell")),
            ["max_tokens"] = 200,
            ["seed"] = 5,
            ["response_format"] = JsonNode.Parse("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"kind":{"enum":["cat","dog"]},"ages":{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3}},"required":["kind","ages"]}}}"""),
        };
        var answer = await tiny.Host.PostAsync("/v1/chat/completions", body);
        var parsed = JsonNode.Parse(answer["choices"]![0]!["message"]!["content"]!.GetValue<string>())!;
        Assert.Contains(parsed["kind"]!.GetValue<string>(), new[] { "cat", "dog" });
        Assert.InRange(parsed["ages"]!.AsArray().Count, 2, 3);
    }

    [Fact]
    public async Task A_grammar_that_does_not_parse_is_refused_with_the_reason()
    {
        var body = Chat("c10");
        body["grammar"] = "root ::= (";
        var (status, answer) = await tiny.Host.TryPostAsync("/v1/chat/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("grammar", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_answer_and_another_another()
    {
        async Task<string> Draw(int seed) => (await tiny.Host.PostAsync("/v1/completions", new JsonObject { ["model"] = "llama", ["prompt"] = "the", ["max_tokens"] = 30, ["seed"] = seed }))["choices"]![0]!["text"]!.GetValue<string>();
        var first = await Draw(11);
        Assert.Equal(first, await Draw(11));
        Assert.NotEqual(first, await Draw(12));
    }

    [Fact]
    public async Task Probabilities_are_told_and_the_chosen_token_is_the_likeliest()
    {
        var body = Chat("c11");
        body["logprobs"] = true;
        body["top_logprobs"] = 3;
        var answer = await tiny.Host.PostAsync("/v1/chat/completions", body);
        var tokens = answer["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        Assert.Equal(16, tokens.Count);
        Assert.All(tokens, token =>
        {
            Assert.Equal(" c11", token!["token"]!.GetValue<string>());
            Assert.Equal(3, token["top_logprobs"]!.AsArray().Count);
            Assert.Equal(token["logprob"]!.GetValue<double>(), token["top_logprobs"]![0]!["logprob"]!.GetValue<double>());
            Assert.True(token["top_logprobs"]![1]!["logprob"]!.GetValue<double>() < token["logprob"]!.GetValue<double>());
            Assert.InRange(token["top_logprobs"]!.AsArray().Sum(top => Math.Exp(top!["logprob"]!.GetValue<double>())), 0, 1.001);
        });
    }

    [Fact]
    public async Task A_prompt_past_the_context_is_refused_with_the_numbers_and_before_any_work()
    {
        var body = new JsonObject { ["model"] = "llama", ["prompt"] = string.Concat(Enumerable.Repeat("~", 600)), ["max_tokens"] = 5 };
        var (status, answer) = await tiny.Host.TryPostAsync("/v1/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("context_length_exceeded", answer["error"]!["code"]!.GetValue<string>());
        Assert.Matches("has 60[12] tokens.*may have 512", answer["error"]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("command-r", "none that llama.cpp knows")]
    [InlineData("bert", "writes no text")]
    [InlineData("nobody", "There is no model 'nobody'. There are: ")]
    public async Task What_a_model_cannot_do_is_said(string model, string message)
    {
        var (status, answer) = await tiny.Host.TryPostAsync("/v1/chat/completions", new JsonObject { ["model"] = model, ["messages"] = new JsonArray(Message("user", "hi")), ["max_tokens"] = 2 });
        Assert.True((int)status is 400 or 404, answer.ToJsonString());
        Assert.Contains(message, answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"llama","messages":[]}""")]
    [InlineData("""{"model":"llama","messages":[{"role":"king","content":"x"}]}""")]
    [InlineData("""{"model":"llama","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""")]
    [InlineData("""{"model":"llama","messages":[{"role":"user","content":"x"}],"temperature":-1}""")]
    [InlineData("""{"model":"llama","messages":[{"role":"user","content":"x"}],"max_tokens":0}""")]
    [InlineData("""{"model":"llama","messages":[{"role":"user","content":"x"}],"n":2}""")]
    [InlineData("""{"model":"llama","messages":"x"}""")]
    [InlineData("""{"model":"llama","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""")]
    public async Task A_wrong_request_is_a_400_that_says_what_is_wrong(string body)
    {
        var (status, answer) = await tiny.Host.TryPostAsync("/v1/chat/completions", (JsonObject)JsonNode.Parse(body)!);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_request_error", answer["error"]!["type"]!.GetValue<string>());
        Assert.NotEmpty(answer["error"]!["message"]!.GetValue<string>());
    }

    private static JsonObject Chat(string canary) => new()
    {
        ["model"] = "canary",
        ["messages"] = new JsonArray(Message("user", string.Join(' ', Enumerable.Repeat(canary, 120)))),
        ["max_tokens"] = 16,
        ["temperature"] = 0,
    };

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    private static JsonObject Segment(string text, bool special) => new() { ["text"] = text, ["special"] = special };
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalRag.ModelHost.Grammar;
using LocalRag.ModelHost.Tests.Hosting;

namespace LocalRag.ModelHost.Tests.Grammar;

public sealed class JsonSchemaGrammarTests(TinyHost tiny)
{
    [Theory]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"},"c":{"type":"null"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"},"c":{"type":"number"}},"required":["b"]}""")]
    [InlineData("""{"type":"array","items":{"anyOf":[{"type":"integer"},{"const":"x\"y\\z"}]},"maxItems":4}""")]
    [InlineData("""{"type":["integer","null"]}""")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":5}""")]
    [InlineData("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"v":{"type":"boolean"},"next":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/node"}]}},"required":["v","next"]}}}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"boolean"}}""")]
    public async Task What_a_model_of_random_weights_writes_by_the_grammar_is_json(string schema)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var answer = await tiny.Host.PostAsync("/v1/completions", new JsonObject
            {
                ["model"] = "llama",
                ["prompt"] = "a",
                ["max_tokens"] = 480,
                ["seed"] = seed,
                ["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["schema"] = JsonNode.Parse(schema) } },
            });
            if (answer["choices"]![0]!["finish_reason"]!.GetValue<string>() == "length")
                continue;
            var text = answer["choices"]![0]!["text"]!.GetValue<string>();
            var error = Record.Exception(() => JsonDocument.Parse(text));
            Assert.True(error is null, $"{text}: {error?.Message}");
        }
    }

    [Fact]
    public void Optional_members_may_be_left_out_with_their_commas()
    {
        var grammar = JsonSchemaGrammar.Of(JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"}},"required":["b"]}""").RootElement);
        Assert.Contains("""r1 ::= "\"a\"" ws ":" ws null""", grammar, StringComparison.Ordinal);
        Assert.Contains("""r2 ::= "\"b\"" ws ":" ws null""", grammar, StringComparison.Ordinal);
        Assert.EndsWith("root ::= ws r7\n", grammar, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"string","pattern":"^a"}""", "pattern")]
    [InlineData("""{"type":"integer","minimum":3}""", "minimum")]
    [InlineData("""{"type":"thing"}""", "thing")]
    [InlineData("""{"$ref":"http://example.org/x"}""", "leaves the schema")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/a"}}}""", "leads to itself")]
    [InlineData("""{"$ref":"#/nowhere"}""", "leads nowhere")]
    public void What_a_grammar_cannot_hold_to_is_refused(string schema, string message)
    {
        var error = Assert.Throws<HostException>(() => JsonSchemaGrammar.Of(JsonDocument.Parse(schema).RootElement));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_reaches_the_client()
    {
        var (status, _) = await tiny.Host.TryPostAsync("/v1/completions", (JsonObject)JsonNode.Parse("""{"model":"llama","prompt":"a","response_format":{"type":"json_schema","json_schema":{"schema":{"type":"string","format":"date"}}}}""")!);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }
}

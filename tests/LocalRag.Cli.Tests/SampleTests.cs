using System.Text.Json;

namespace LocalRag.Cli.Tests;

public sealed class SampleTests(SampleIndex index) : IClassFixture<SampleIndex>
{
    private static readonly string Questions = Path.Combine(Localrag.Samples, "questions.jsonl");

    private readonly Localrag _localrag = index.Program;

    [Fact]
    public void Index_reports_counts_and_seconds_by_phase()
    {
        Assert.Equal(0, index.Indexed.Code);
        var report = index.Indexed.Json;

        Assert.True(report.GetProperty("files").GetInt32() > 40);
        Assert.True(report.GetProperty("chunks").GetInt32() > report.GetProperty("files").GetInt32());
        Assert.Equal(report.GetProperty("files").GetInt32(), report.GetProperty("added").GetInt32());
        foreach (var count in (string[])["changed", "removed", "unchanged"]) Assert.Equal(0, report.GetProperty(count).GetInt32());
        Assert.Equal(JsonValueKind.Array, report.GetProperty("skipped").ValueKind);
        Assert.Empty(report.GetProperty("failures").EnumerateArray());
        foreach (var phase in (string[])["scan", "chunk", "embed", "write", "total"])
            Assert.Equal(JsonValueKind.Number, report.GetProperty("seconds").GetProperty(phase).ValueKind);
    }

    [Fact]
    public async Task A_search_gives_the_contracts_shape_and_finds_the_symbol_first()
    {
        var outcome = await _localrag.RunAsync("search", "MemberTokenValidator", "-n", "3", "--json");

        Assert.Equal(0, outcome.Code);
        Assert.Equal("MemberTokenValidator", outcome.Json.GetProperty("query").GetString());
        var hits = outcome.Json.GetProperty("hits").EnumerateArray().ToList();
        Assert.InRange(hits.Count, 1, 3);
        Assert.Equal([1, 2, 3], hits.Select(hit => hit.GetProperty("rank").GetInt32()));
        var first = hits[0];
        Assert.Equal("src/Lendwell.Api/Security/MemberTokenValidator.cs", first.GetProperty("path").GetString());
        Assert.Equal("lendwell", first.GetProperty("source").GetString());
        Assert.Equal("csharp", first.GetProperty("language").GetString());
        Assert.Contains(first.GetProperty("kind").GetString(), (string[])["type", "member", "members"]);
        Assert.True(first.GetProperty("score").GetDouble() > 0);
        Assert.False(first.TryGetProperty("explain", out _));

        var lines = File.ReadAllLines(Path.Combine(Localrag.Samples, "lendwell", first.GetProperty("path").GetString()!));
        var shown = lines[(first.GetProperty("startLine").GetInt32() - 1)..first.GetProperty("endLine").GetInt32()];
        Assert.Equal(string.Join('\n', shown), first.GetProperty("text").GetString()!.TrimEnd('\n'));

        Assert.Equal(JsonValueKind.Number, outcome.Json.GetProperty("freshness").GetProperty("changedFiles").ValueKind);
        Assert.True(outcome.Json.GetProperty("freshness").TryGetProperty("indexedCommit", out _));
        Assert.True(outcome.Json.GetProperty("freshness").TryGetProperty("head", out _));
        Assert.Equal(JsonValueKind.Number, outcome.Json.GetProperty("stats").GetProperty("milliseconds").ValueKind);
    }

    [Fact]
    public async Task Explain_lists_the_parts_of_each_score()
    {
        var outcome = await _localrag.RunAsync("search", "retry", "delay", "--explain", "--json");

        var parts = outcome.Json.GetProperty("hits")[0].GetProperty("explain").EnumerateArray().ToList();
        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.NotEmpty(part.GetProperty("step").GetString()!));
    }

    [Theory]
    [InlineData("--lang", "python", "scripts/")]
    [InlineData("--lang", "py", "scripts/")]
    [InlineData("--path", "docs/**", "docs/")]
    public async Task Filters_narrow_a_search(string option, string value, string folder)
    {
        var outcome = await _localrag.RunAsync("search", "loan", option, value, "--json");

        Assert.All(outcome.Json.GetProperty("hits").EnumerateArray(), hit => Assert.StartsWith(folder, hit.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Many_searches_are_answered_in_their_order()
    {
        var outcome = await _localrag.RunAsync("search", "--queries", Questions, "--json", "-n", "2");

        Assert.Equal(0, outcome.Code);
        var asked = File.ReadLines(Questions).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString());
        Assert.Equal(asked, outcome.JsonLines.Select(line => line.GetProperty("id").GetString()));
        Assert.All(outcome.JsonLines, line => Assert.InRange(line.GetProperty("hits").GetArrayLength(), 0, 2));
    }

    [Fact]
    public async Task An_answer_cites_places_that_exist()
    {
        var outcome = await _localrag.RunAsync("ask", "Who calls the token validation?", "--json");

        Assert.Equal(0, outcome.Code);
        var answer = outcome.Json;
        Assert.False(answer.GetProperty("refused").GetBoolean());
        Assert.Contains("MemberTokenHandler", answer.GetProperty("answer").GetString());
        Assert.NotEmpty(answer.GetProperty("model").GetString()!);
        Assert.True(answer.GetProperty("seconds").GetDouble() >= 0);
        Assert.All(answer.GetProperty("citations").EnumerateArray(), citation =>
        {
            var lines = File.ReadAllLines(Path.Combine(Localrag.Samples, "lendwell", citation.GetProperty("path").GetString()!));
            Assert.InRange(citation.GetProperty("endLine").GetInt32(), citation.GetProperty("startLine").GetInt32(), lines.Length);
            Assert.Contains($"[{citation.GetProperty("number").GetInt32()}]", answer.GetProperty("answer").GetString());
            Assert.True(citation.TryGetProperty("supported", out _));
            Assert.True(citation.TryGetProperty("commit", out _));
        });
    }

    [Fact]
    public async Task A_question_that_the_sources_do_not_answer_is_refused_with_exit_code_3()
    {
        var outcome = await _localrag.RunAsync("ask", "How do I bake sourdough bread without a Dutch oven?", "--json");

        Assert.Equal(3, outcome.Code);
        Assert.True(outcome.Json.GetProperty("refused").GetBoolean());
    }

    [Fact]
    public async Task Many_questions_are_answered_in_their_order()
    {
        var file = _localrag.Write("two.jsonl", """{"id":"b","query":"HoldQueue.Next"}""" + "\n\n" + """{"id":"a","query":"RetryPolicy"}""");

        var outcome = await _localrag.RunAsync("ask", "--questions", file, "--json");

        Assert.Equal(["b", "a"], outcome.JsonLines.Select(line => line.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Status_tells_what_is_indexed()
    {
        var outcome = await _localrag.RunAsync("status", "--json");

        Assert.Equal(0, outcome.Code);
        var source = Assert.Single(outcome.Json.GetProperty("sources").EnumerateArray());
        Assert.Equal("lendwell", source.GetProperty("name").GetString());
        Assert.Equal(index.Indexed.Json.GetProperty("files").GetInt32(), source.GetProperty("files").GetInt32());
        Assert.Contains(source.GetProperty("languages").EnumerateArray(), language => language.GetProperty("language").GetString() == "csharp");
    }

    [Fact]
    public async Task Eval_measures_the_samples_own_questions()
    {
        var outcome = await _localrag.RunAsync("eval", Questions, "--json", "--worst", "3");

        Assert.Equal(0, outcome.Code);
        Assert.Equal(File.ReadLines(Questions).Count(), outcome.Json.GetProperty("queries").GetInt32());
        var mean = outcome.Json.GetProperty("mean");
        foreach (var measure in (string[])["ndcg10", "mrr", "recall1", "recall3", "recall10"])
            Assert.InRange(mean.GetProperty(measure).GetDouble(), 0.3, 1);
        Assert.Equal(3, outcome.Json.GetProperty("worst").GetArrayLength());
    }

    [Theory]
    [InlineData("search", "token validation", "--explain")]
    [InlineData("ask", "Who calls the token validation?")]
    [InlineData("status")]
    [InlineData("doctor")]
    public async Task Piped_output_carries_no_escape_codes(params string[] arguments)
    {
        var outcome = await _localrag.RunAsync(arguments);

        Assert.Equal(0, outcome.Code);
        Assert.NotEmpty(outcome.Out);
        Assert.DoesNotContain('\u001b', outcome.Out + outcome.Error);
    }

    [Fact]
    public async Task Doctor_finds_this_build_healthy()
    {
        var outcome = await _localrag.RunAsync("doctor", "--json");

        Assert.Equal(0, outcome.Code);
        Assert.True(outcome.Json.GetProperty("healthy").GetBoolean());
        var checks = outcome.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("check").GetString()).ToList();
        foreach (var check in (string[])["SQLite", "sqlite-vec", "ast-grep", "embedder", "git", "home", "disk space", "index"]) Assert.Contains(check, checks);
    }
}

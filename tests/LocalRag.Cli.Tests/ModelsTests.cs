using System.Text.Json;
using LocalRag.ModelHost.Tests.TinyModels;

namespace LocalRag.Cli.Tests;

/// <summary>`localrag models` as a user calls it, over models of a few kilobytes and the real host.</summary>
public sealed class ModelsTests : IDisposable
{
    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    [Fact]
    public async Task A_model_is_added_listed_used_measured_and_forgotten()
    {
        Assert.Equal(0, (await _localrag.RunAsync("models", "add", Save("canary.gguf", CanaryModel.Create()))).Code);
        Assert.Equal(0, (await _localrag.RunAsync("models", "add", Save("sorter.gguf", TinyModel.Of("reranker")), "--name", "sorter")).Code);
        Assert.Equal(0, (await _localrag.RunAsync("models", "use", "generator", "canary")).Code);
        Assert.Equal(0, (await _localrag.RunAsync("models", "use", "reranker", "sorter")).Code);

        var listed = (await _localrag.RunAsync("models", "list", "--json")).Json.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);
        Assert.Equal(("generator", "generator"), (listed["canary"].GetProperty("role").GetString(), listed["canary"].GetProperty("usedAs").GetString()));
        Assert.Equal(("reranker", "reranker"), (listed["sorter"].GetProperty("role").GetString(), listed["sorter"].GetProperty("usedAs").GetString()));

        var bench = (await _localrag.RunAsync("models", "bench", "--json")).Json;
        Assert.Equal("canary", bench.GetProperty("model").GetString());
        Assert.True(bench.GetProperty("promptTokensPerSecond").GetDouble() > 0 && bench.GetProperty("tokensPerSecond").GetDouble() > 0 && bench.GetProperty("memoryBytes").GetInt64() > 100_000);

        var kept = await _localrag.RunAsync("models", "remove", "canary");
        Assert.Equal(2, kept.Code);
        Assert.Contains("models use generator none", kept.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _localrag.RunAsync("models", "use", "generator", "none")).Code);
        Assert.Equal(0, (await _localrag.RunAsync("models", "remove", "canary")).Code);
        Assert.True(File.Exists(Path.Combine(_localrag.Work, "canary.gguf")));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_taken_and_said_so()
    {
        // A port of a listener that has gone: nobody is there.
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        var address = $"http://127.0.0.1:{((System.Net.IPEndPoint)probe.LocalEndpoint).Port}/v1";
        probe.Stop();

        var outcome = await _localrag.RunAsync("models", "use", "generator", address);

        Assert.Equal(0, outcome.Code);
        Assert.Contains(address, outcome.Out, StringComparison.Ordinal);
        Assert.Contains("cannot be asked yet", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_a_small_context_is_measured_as_well()
    {
        await _localrag.RunAsync("models", "add", Save("small.gguf", CanaryModel.Create(context: 192)));
        var outcome = await _localrag.RunAsync("models", "bench", "small");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Matches("^small: reads \\d+ tokens/s, writes [\\d.]+ tokens/s, loaded in", outcome.Out);
    }

    [Fact]
    public async Task Advice_names_models_that_fit_with_memory_and_speed()
    {
        var advice = (await _localrag.RunAsync("models", "recommend", "--task", "code", "--json")).Json;
        var memory = advice.GetProperty("hardware").GetProperty("memoryBytes").GetInt64();
        Assert.All(advice.GetProperty("models").EnumerateArray(), model => Assert.InRange(model.GetProperty("memoryBytes").GetInt64(), 1, memory));
        Assert.Equal(3, advice.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("role").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_damaged_file_is_refused_by_name_and_nothing_else_is_harmed()
    {
        var damaged = Save("damaged.gguf", TinyModel.Of("llama").Set("llama.block_count", 513u));
        var outcome = await _localrag.RunAsync("models", "add", damaged);
        Assert.Equal(1, outcome.Code);
        Assert.Contains("block_count", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain((await _localrag.RunAsync("models", "list", "--json")).Json.GetProperty("models").EnumerateArray(), model => model.GetProperty("path").GetString() == damaged);
    }

    // The canary says the same token over and over: what a model that has lost its thread does.
    [Fact]
    public async Task Whatever_a_generator_says_an_answer_cites_places_that_exist_and_says_whose_it_is()
    {
        _localrag.Write("docs/fees.md", "# Fees\n\nA late book costs twenty cents a day. Children pay no fee at all.\n");
        await _localrag.RunAsync("index", Path.Combine(_localrag.Work, "docs"));
        await _localrag.RunAsync("models", "add", Save("canary.gguf", CanaryModel.Create(context: 8192)));
        await _localrag.RunAsync("models", "use", "generator", "canary");

        var outcome = await _localrag.RunAsync("ask", "What does a late book cost?", "--json");
        Assert.Equal(0, outcome.Code);
        Assert.Equal("canary", outcome.Json.GetProperty("model").GetString());
        var citation = Assert.Single(outcome.Json.GetProperty("citations").EnumerateArray());
        Assert.Equal("fees.md", citation.GetProperty("path").GetString());
        Assert.Contains("twenty cents", outcome.Json.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Contains("Sources", (await _localrag.RunAsync("ask", "What does a late book cost?")).Out, StringComparison.Ordinal);

        var refused = await _localrag.RunAsync("ask", "Who sailed around the cape of storms?", "--json");
        Assert.Equal(3, refused.Code);
        Assert.Equal("extractive", (await _localrag.RunAsync("ask", "What does a late book cost?", "--model", "extractive", "--json")).Json.GetProperty("model").GetString());
    }

    private string Save(string name, GgufWriter model)
    {
        var path = Path.Combine(Directory.CreateDirectory(_localrag.Work).FullName, name);
        model.Save(path);
        return path;
    }
}

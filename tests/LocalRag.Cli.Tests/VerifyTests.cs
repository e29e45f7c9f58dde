namespace LocalRag.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly Localrag _localrag = new();

    [Fact]
    public async Task A_text_is_held_to_the_lines_that_it_cites()
    {
        _localrag.Write("Limits.cs", "/// <summary>A member may borrow 12 books at once.</summary>\npublic const int Books = 12;\n");
        var report = _localrag.Write("report.md", "A member may borrow 12 books at once (Limits.cs:1-2).\n\nA member may borrow 40 books at once (Limits.cs:1-2).\n\nIt is elsewhere (Gone.cs:3).\n");

        var outcome = await _localrag.RunAsync("verify", report, "--json");

        Assert.Equal(1, outcome.Code);
        var verdicts = outcome.JsonLines;
        Assert.Equal([true, false, false], verdicts.Select(verdict => verdict.GetProperty("supported").GetBoolean()));
        Assert.Contains("40", verdicts[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("Gone.cs", verdicts[2].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_are_judged_in_order()
    {
        var claims = _localrag.Write("claims.jsonl", """
            {"id": "b", "sentence": "The limit is 12 books.", "source": "The limit is 12 books at once."}
            {"id": "a", "sentence": "The limit is 13 books.", "source": "The limit is 12 books at once."}
            """);
        var outcome = await _localrag.RunAsync("verify", "--claims", claims, "--json");
        Assert.Equal(0, outcome.Code);
        var verdicts = outcome.JsonLines;
        Assert.Equal(["b", "a"], verdicts.Select(verdict => verdict.GetProperty("id").GetString()));
        Assert.Equal([true, false], verdicts.Select(verdict => verdict.GetProperty("supported").GetBoolean()));
    }

    [Fact]
    public async Task A_text_without_citations_is_nothing_found()
    {
        var report = _localrag.Write("report.md", "Nothing is cited.\n");
        Assert.Equal(3, (await _localrag.RunAsync("verify", report)).Code);
        Assert.Equal(2, (await _localrag.RunAsync("verify")).Code);
    }

    public void Dispose() => _localrag.Dispose();
}

namespace LocalRag.Cli.Tests;

public sealed class ExitCodeTests : IDisposable
{
    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    [Theory]
    [InlineData]
    [InlineData("serch", "x")]
    [InlineData("search")]
    [InlineData("search", "--bogus", "x")]
    [InlineData("search", "x", "-n", "0")]
    [InlineData("search", "x", "-n", "many")]
    [InlineData("search", "x", "--lang", "klingon")]
    [InlineData("search", "x", "--kind", "nonsense")]
    [InlineData("search", "x", "--kb", "../elsewhere")]
    [InlineData("search", "--queries", "missing.jsonl", "--json")]
    [InlineData("index")]
    [InlineData("index", "no-such-folder")]
    [InlineData("completion", "tcsh")]
    public async Task A_wrong_call_ends_with_2_and_one_line_on_standard_error(params string[] arguments)
    {
        var outcome = await _localrag.RunAsync(arguments);

        Assert.Equal(2, outcome.Code);
        Assert.Empty(outcome.Out);
        Assert.StartsWith("localrag: ", outcome.Error);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("search", "anything")]
    [InlineData("ask", "anything?")]
    [InlineData("status")]
    public async Task Without_an_index_a_command_ends_with_4_and_says_how_to_make_one(params string[] arguments)
    {
        var outcome = await _localrag.RunAsync(arguments);

        Assert.Equal(4, outcome.Code);
        Assert.Contains("localrag index PATH", outcome.Error);
    }

    /// <summary>Each program folds accents as every other does, or refuses: an index would hold what a search does not ask for.</summary>
    [Fact]
    public async Task Without_ICU_a_command_says_what_is_missing()
    {
        _localrag.Variables["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";

        var outcome = await _localrag.RunAsync("search", "anything");

        Assert.Equal(1, outcome.Code);
        Assert.Contains("libicu", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_finds_nothing_ends_with_3()
    {
        _localrag.Write("notes.md", "# Notes\n\nLoans are due on Monday.\n");
        await _localrag.RunAsync("index", _localrag.Work);

        var outcome = await _localrag.RunAsync("search", "loans", "--path", "no/such/folder/**");

        Assert.Equal(3, outcome.Code);
        Assert.Empty(outcome.Out);
        Assert.Contains("Nothing found", outcome.Error);
    }

    [Fact]
    public async Task Removing_a_source_that_is_not_there_ends_with_3_and_one_that_is_with_0()
    {
        _localrag.Write("notes.md", "# Notes\n\nLoans are due on Monday.\n");
        await _localrag.RunAsync("index", _localrag.Work, "--name", "notes");

        Assert.Equal(3, (await _localrag.RunAsync("remove", "shop")).Code);
        Assert.Equal(0, (await _localrag.RunAsync("remove", "notes")).Code);
        Assert.Equal(4, (await _localrag.RunAsync("status")).Code);
    }

    [Fact]
    public async Task A_run_beside_another_run_ends_with_5()
    {
        _localrag.Write("notes.md", "# Notes\n\nLoans are due on Monday.\n");
        await _localrag.RunAsync("index", _localrag.Work);
        await using var guard = new FileStream(Path.Combine(_localrag.Home, "default.db.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var outcome = await _localrag.RunAsync("index", _localrag.Work);

        Assert.Equal(5, outcome.Code);
        Assert.Contains("default.db", outcome.Error);
    }

    [Fact]
    public async Task A_line_that_is_no_query_is_named()
    {
        _localrag.Write("notes.md", "# Notes\n\nLoans are due on Monday.\n");
        await _localrag.RunAsync("index", _localrag.Work);
        var file = _localrag.Write("queries.jsonl", """{"id":"1","query":"loans"}""" + "\nnot json\n");

        var outcome = await _localrag.RunAsync("search", "--queries", file, "--json");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("queries.jsonl:2", outcome.Error);
        Assert.Single(outcome.JsonLines);
    }
}

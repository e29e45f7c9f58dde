namespace LocalRag.Cli.Tests;

public sealed class HostileTextTests : IDisposable
{
    private const string Escape = "\u001b[31m\u001b]0;owned\u0007\u009b2J\u202e";

    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    [Theory]
    [InlineData("search", "parcel")]
    [InlineData("search", "parcel", "--lines", "0", "--explain")]
    [InlineData("search", "parcel", "--json")]
    [InlineData("ask", "Where is the parcel kept?")]
    [InlineData("ask", "Where is the parcel kept?", "--json")]
    [InlineData("status")]
    public async Task Control_characters_of_indexed_text_never_reach_the_terminal(params string[] arguments)
    {
        _localrag.Write("notes.md", $"# The parcel {Escape}\n\nThe parcel is kept on shelf seven. {Escape} The parcel waits.\n");
        if (!OperatingSystem.IsWindows()) _localrag.Write($"parcel{Escape}.md", "# The parcel\n\nThe parcel is kept here.\n");
        var indexed = await _localrag.RunAsync("index", _localrag.Work);

        var outcome = await _localrag.RunAsync(arguments);

        Assert.Equal(0, indexed.Code);
        Assert.Equal(0, outcome.Code);
        foreach (var text in (string[])[indexed.Out, indexed.Error, outcome.Out, outcome.Error])
            Assert.DoesNotContain(text, c => char.IsControl(c) && c is not ('\n' or '\r'));

        // JSON is for programs: it carries the text as it is, its control characters escaped.
        if (!arguments.Contains("--json")) Assert.DoesNotContain('\u202e', outcome.Out + outcome.Error);
    }

    [Theory]
    [InlineData("@inject")]
    [InlineData("-->")]
    [InlineData("\"unclosed")]
    [InlineData("AND OR NOT ( * ^")]
    [InlineData("🙂")]
    public async Task Any_text_can_be_searched_for_behind_two_dashes(string query)
    {
        _localrag.Write("notes.md", "# Notes\n\nLoans are due on Monday.\n");
        await _localrag.RunAsync("index", _localrag.Work);

        var outcome = await _localrag.RunAsync("search", "--json", "--", query);

        Assert.Contains(outcome.Code, (int[])[0, 3]);
        Assert.Equal(query, outcome.Json.GetProperty("query").GetString());
    }
}

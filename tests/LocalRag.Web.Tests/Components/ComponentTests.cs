using System.Text.RegularExpressions;
using Bunit;
using LocalRag.Conversations;
using LocalRag.Documents;
using LocalRag.Indexing;
using LocalRag.Retrieval;
using LocalRag.Web.Components.Parts;
using LocalRag.Web.Indexing;
using LocalRag.Web.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRag.Web.Tests.Components;

public sealed partial class ComponentTests : BunitContext
{
    public ComponentTests()
    {
        Services.AddSingleton(new MarkdownRenderer());
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void An_entry_shows_chips_places_and_what_its_lines_do_not_carry()
    {
        var entry = Render<Entry>(parameters => parameters.Add(p => p.Value, EntryOf("A loan ends [1]. It flies [2].") with { Unsupported = ["It flies [2]."] }).Add(p => p.Address, "ask/x"));
        Assert.Equal(["1", "2"], entry.FindAll(".cite").Select(cite => cite.TextContent));
        Assert.StartsWith("ask/x?turn=", entry.Find(".cite").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("cite=2", entry.Find(".cite-unsupported").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("It flies 2.", entry.Find("mark").TextContent);
        Assert.Contains("1 sentence marked above is not carried", entry.Find(".unsupported").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, entry.FindAll(".place").Count);
    }

    [Fact]
    public void A_refusal_says_so_and_names_the_nearest_places()
    {
        var entry = Render<Entry>(parameters => parameters.Add(p => p.Value, EntryOf("Not in your sources.") with { Refused = true }));
        Assert.Contains("Not in your sources", entry.Find(".refused").TextContent, StringComparison.Ordinal);
        Assert.Equal("The nearest places", entry.Find(".places").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_bad_answer_asks_for_the_reason_and_keeps_it()
    {
        var judged = new List<Judgement>();
        var entry = Render<Entry>(parameters => parameters.Add(p => p.Value, EntryOf("x")).Add(p => p.OnRate, judged.Add));
        entry.Find("[aria-label='A bad answer']").Click();
        entry.Find(".reason input").Change("the wrong file");
        entry.Find(".reason form, form.reason").Submit();
        Assert.Equal([new Judgement(-1, null), new Judgement(-1, "the wrong file")], judged);
    }

    [Fact]
    public void An_edited_question_is_sent_instead()
    {
        string? sent = null;
        var entry = Render<Entry>(parameters => parameters.Add(p => p.Value, EntryOf("x")).Add(p => p.OnAgain, text => sent = text));
        entry.Find("[aria-label='Edit the question']").Click();
        entry.Find("textarea").Input("Really?");
        entry.Find(".entry-edit").Submit();
        Assert.Equal("Really?", sent);
    }

    [Fact]
    public void A_source_view_numbers_its_lines_from_where_they_stand_and_points_out_its_span()
    {
        var span = (SourceSpan?)null;
        var view = Render<SourceView>(parameters => parameters.Add(p => p.Text, "class A\n{\n}\n").Add(p => p.Language, "csharp").Add(p => p.FirstLine, 40).Add(p => p.Highlight, new SourceSpan(41, 42)).Add(p => p.OnSelect, picked => span = picked));
        Assert.Equal(["40", "41", "42"], view.FindAll(".no").Select(number => number.TextContent));
        Assert.Equal(["L41", "L42"], view.FindAll(".hl").Select(line => line.Id));
        view.Find("#L40 .no").Click();
        Assert.Equal(new SourceSpan(40, 40), span);
    }

    [Fact]
    public void A_long_source_makes_only_the_rows_on_the_screen()
    {
        var view = Render<SourceView>(parameters => parameters.Add(p => p.Text, string.Join('\n', Enumerable.Range(1, 50_000))).Add(p => p.Language, "text"));
        Assert.True(view.FindAll(".ln").Count < 500);
    }

    [Fact]
    public void A_run_tells_how_far_it_is_and_can_be_cancelled()
    {
        using var run = new IndexRun(new IndexRequest("/src/notes"), DateTimeOffset.UtcNow, CancellationToken.None);
        run.Begin();
        ((IProgress<IndexProgress>)run).Report(new IndexProgress(IndexPhase.Indexing, 50, 200, 1000, 4000, 75, TimeSpan.FromSeconds(5)) { CurrentPath = "a/b.cs" });
        var shown = Render<RunProgress>(parameters => parameters.Add(p => p.Run, run));
        Assert.Equal("Indexing notes", shown.Find("strong").TextContent);
        Assert.Equal("0.25", shown.Find("progress").GetAttribute("value"));
        Assert.Equal("50 of 200 files · 75 chunks · 10 files/s · 15 s left", shown.Find(".run-detail").TextContent);
        shown.Find("button").Click();
        Assert.True(run.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_freshness_line_says_what_changed_or_that_nothing_did()
    {
        Assert.Contains("3 files changed", Render<FreshnessLine>(parameters => parameters.Add(p => p.Freshness, new Freshness("abc", "def", "main", 3))).Markup, StringComparison.Ordinal);
        Assert.Contains("up to date", Render<FreshnessLine>(parameters => parameters.Add(p => p.Freshness, new Freshness("abc", "abc", "main", 0))).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_freshness_line_names_each_sources_commit_and_what_helps()
    {
        var freshness = Freshness.Of([new("app", "abc", "def", "main", 2, 0), new("docs", "fed", "fed", null, 0, 0), new("notes", null, null, null, 0, 0)]) with { Remedy = "Run `it`." };
        var line = Render<FreshnessLine>(parameters => parameters.Add(p => p.Freshness, freshness)).Find(".fresh").TextContent;
        Assert.Equal("2 files changed since the index was made · app abc (checkout at def) on main · docs fed · why Run it.", Spaces().Replace(line, " ").Trim());
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [Theory]
    [InlineData("vscode", null)]
    [InlineData("custom://open?f={file}&l={line}", null)]
    [InlineData("javascript:alert({file})", "opens no editor")]
    [InlineData("custom://open", "{file}")]
    public void An_editors_address_is_checked(string editor, string? problem)
    {
        var found = LocalRag.Web.Settings.PageSettings.Check(editor);
        Assert.True(problem is null ? found is null : found!.Contains(problem, StringComparison.Ordinal), found);
    }

    private static ConversationEntry EntryOf(string text) => new()
    {
        Id = 1,
        Question = "Why?",
        AskedAt = DateTimeOffset.UnixEpoch,
        Text = text,
        Model = "extractive",
        Places = [Place(1, true), Place(2, false)],
    };

    private static CitedPlace Place(int number, bool supported) => new(number, "notes", $"docs/{number}.md", 1, 2, "markdown", null, null, "text", Cited: true, supported);
}

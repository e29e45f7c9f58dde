using LocalRag.Conversations;
using LocalRag.Web.Asking;
using LocalRag.Web.Browsing;
using LocalRag.Web.Highlighting;
using LocalRag.Web.Rendering;

namespace LocalRag.Web.Tests.Rendering;

/// <summary>Whatever an indexed text, a model or a reader writes, a page gets nothing but harmless HTML.</summary>
public sealed class HostileTextTests
{
    private static readonly MarkdownRenderer Renderer = new();

    [Fact]
    public void There_are_a_hundred_payloads_and_the_judge_sees_through_them() =>
        Assert.True(Payloads.All.Distinct().Count() == 100 && Payloads.All.Count(payload => Harmless.FaultsOf(payload).Count > 0) >= 35, $"{Payloads.All.Distinct().Count()}");

    [Fact]
    public void A_stream_cut_at_every_character_is_harmless()
    {
        var faults = new List<string>();
        Parallel.ForEach(Payloads.All, payload =>
        {
            var text = $"Before. {payload}\n\nAfter [1] and {payload}.";
            for (var length = 1; length <= text.Length; length++)
            {
                var html = string.Concat(AnswerMarkup.Render(Renderer, EntryOf(text[..length]), PlaceStandings.None, number => $"ask/x?cite={number}"));
                foreach (var fault in Harmless.FaultsOf(html))
                    lock (faults) faults.Add($"{fault} in {payload} at {length}");
            }
        });
        Assert.Empty(faults);
    }

    [Fact]
    public void A_document_is_harmless_in_preview_and_source_view()
    {
        var faults = new List<string>();
        foreach (var payload in Payloads.All)
        {
            foreach (var text in (string[])[payload, $"# Title\n\n{payload}\n", $"```\n{payload}\n```\n", $"| {payload.ReplaceLineEndings(" ")} |\n|---|\n"])
                faults.AddRange(Harmless.FaultsOf(Renderer.Render(text, link => PlaceAddress.Resolve("notes", "docs/a.md", link))).Select(fault => $"{fault} in {payload}"));
            foreach (var language in (string[])["csharp", "html", "markdown", "python", "json", "yaml", "text"])
                faults.AddRange(SyntaxHighlighter.Highlight(payload, language, WordMarks.Find(payload, "script alert img")).SelectMany(Harmless.FaultsOf).Select(fault => $"{fault} in {payload} as {language}"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void File_names_and_symbols_are_harmless_in_citations_and_exports()
    {
        foreach (var payload in Payloads.All)
        {
            var entry = EntryOf("See [1].") with
            {
                Question = payload,
                Unsupported = [payload],
                Places = [new CitedPlace(1, payload, payload, 1, 2, "text", payload, null, payload, Cited: true, Supported: false)],
            };
            Assert.Empty(Harmless.FaultsOf(string.Concat(AnswerMarkup.Render(Renderer, entry, PlaceStandings.None, number => $"ask/x?cite={number}"))));
            var export = ConversationExport.ToMarkdown(new Conversation("x", payload, default, default, [entry]));
            Assert.Empty(Harmless.FaultsOf(Renderer.Render(export)));
            Assert.DoesNotContain(':', PlaceAddress.Of(payload, payload));
        }
    }

    [Theory]
    [InlineData("[a](")]
    [InlineData("[")]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("*a_")]
    [InlineData("`")]
    [InlineData("<a ")]
    [InlineData("![](")]
    [InlineData("a|")]
    [InlineData("((")]
    public void Text_made_to_stall_a_parser_is_shown_soon(string part)
    {
        // Milliseconds where it is caught, minutes where it is not: the bound tells the two apart on the slowest day.
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        Renderer.Render(string.Concat(Enumerable.Repeat(part, 40_000)));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), $"{System.Diagnostics.Stopwatch.GetElapsedTime(began)}");
    }

    [Fact]
    public void A_citation_becomes_a_link_only_where_a_place_has_its_number()
    {
        var html = string.Concat(AnswerMarkup.Render(Renderer, EntryOf("Yes [1], no [7]. `[1]`"), PlaceStandings.None, number => $"ask/x?turn=5&cite={number}"));
        Assert.Contains("<a class=\"cite\" href=\"ask/x?turn=5&amp;cite=1\"", html, StringComparison.Ordinal);
        Assert.Contains("[7]", html, StringComparison.Ordinal);
        Assert.Contains("<code>[1]</code>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_that_its_lines_do_not_carry_is_marked()
    {
        var entry = EntryOf("It holds. It flies [1].") with { Unsupported = ["It flies [1]."] };
        Assert.Contains("<mark>It flies <a class=\"cite\"", string.Concat(AnswerMarkup.Render(Renderer, entry, PlaceStandings.None, _ => "x")), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_become_links_and_foreign_links_show_where_they_lead()
    {
        var html = Renderer.Render("![logo](https://example.org/a.png) [docs](https://example.org/docs) [near](other.md#part)", link => PlaceAddress.Resolve("notes", "docs/a.md", link));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("title=\"https://example.org/docs\"", html, StringComparison.Ordinal);
        Assert.Contains("rel=\"noopener noreferrer\"", html, StringComparison.Ordinal);
        Assert.True(html.Contains("href=\"browse/notes/docs/other.md#md-part\"", StringComparison.Ordinal), html);
    }

    private static ConversationEntry EntryOf(string text) => new()
    {
        Question = "?",
        AskedAt = DateTimeOffset.UnixEpoch,
        Text = text,
        Places = [new CitedPlace(1, "notes", "a.md", 1, 2, "markdown", null, null, "text", Cited: true, Supported: true)],
    };
}

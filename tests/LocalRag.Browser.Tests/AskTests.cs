using System.Diagnostics;

namespace LocalRag.Browser.Tests;

public sealed class AskTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_first_start_indexes_the_sample_in_front_of_the_reader_and_answers_soon_after()
    {
        BrowserFixture.Require();
        var began = Stopwatch.GetTimestamp();
        await using var server = await WebServer.StartAsync();
        await using var page = await browser.OpenAsync(server);
        await Expect(page["h1"]).ToHaveTextAsync("Ask your code");
        await Expect(page[".opener"].First).ToBeEnabledAsync(new LocatorAssertionsToBeEnabledOptions { Timeout = 90_000 });
        await page[".opener"].First.ClickAsync();
        await Expect(page[".entry .cite"].First).ToBeVisibleAsync();
        // Told, not asserted: a slow day must not fail a test.
        var answered = Stopwatch.GetElapsedTime(began);
        TestContext.Current.SendDiagnosticMessage("page ready {0:0.00} s after the start of the process, first answer after {1:0.00} s", server.ReadyAfter.TotalSeconds, answered.TotalSeconds);
        page.AssertClean();
    }

    [Fact]
    public async Task A_citation_opens_its_file_on_exactly_its_lines_and_the_address_brings_it_back()
    {
        await using var page = await browser.OpenAsync();
        await page.AskAsync("When may a loan not be renewed?");
        await page[".answer .cite"].First.ClickAsync();
        var lines = await page[".place.is-shown .place-lines"].TextContentAsync();
        await Expect(page[".side .ln.hl"].First).ToBeVisibleAsync();
        var numbers = await page[".side .ln.hl .no"].AllTextContentsAsync();
        Assert.Equal(lines, numbers.Count == 1 ? numbers[0] : $"{numbers[0]}-{numbers[^1]}");

        await page.Page.ReloadAsync();
        await Expect(page[".side .ln.hl"].First).ToBeVisibleAsync();
        await Expect(page[".entry h2"]).ToHaveTextAsync("When may a loan not be renewed?");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page[".side"]).ToHaveCountAsync(0);
        await page.Page.GoBackAsync();
        await Expect(page[".side .ln.hl"].First).ToBeVisibleAsync();
        page.AssertClean();
    }

    [Fact]
    public async Task What_the_sources_do_not_hold_is_refused_with_the_nearest_places()
    {
        await using var page = await browser.OpenAsync();
        await page.AskAsync("How do I configure the Kubernetes ingress controller?");
        await Expect(page[".refused"]).ToContainTextAsync("Not in your sources");
        await Expect(page[".place"].First).ToBeVisibleAsync();
        page.AssertClean();
    }

    [Fact]
    public async Task The_keyboard_alone_asks_opens_a_source_and_closes_it()
    {
        await using var page = await browser.OpenAsync("settings");
        await Expect(page["h1"]).ToBeVisibleAsync();
        await page.Page.GotoAsync(browser.Server.Address);
        await Expect(page["#question"]).ToBeFocusedAsync();
        await page.Page.Keyboard.TypeAsync("How is a member's token checked?");
        await page.Page.Keyboard.PressAsync("Shift+Enter");
        await page.Page.Keyboard.TypeAsync("In which file?");
        Assert.Contains("\n", await page["#question"].InputValueAsync(), StringComparison.Ordinal);
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page[".entry-foot"]).ToBeVisibleAsync();
        await page[".answer .cite"].First.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page[".side .ln.hl"].First).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page[".side"]).ToHaveCountAsync(0);
        await page["main"].FocusAsync();
        await page.Page.Keyboard.PressAsync("/");
        await Expect(page["#question"]).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(page[".entry"]).ToHaveCountAsync(1);
        await Expect(page[".entry-foot"]).ToBeVisibleAsync();
        page.AssertClean();
    }
}

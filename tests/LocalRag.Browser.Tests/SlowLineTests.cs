using System.Text.RegularExpressions;

namespace LocalRag.Browser.Tests;

/// <summary>A reader who is faster than the line to the server loses nothing.</summary>
public sealed class SlowLineTests(BrowserFixture browser)
{
    /// <summary>Each search puts its query into the address; the echo of an older address came back after newer typing and took its place.</summary>
    [Fact]
    public async Task What_is_typed_into_the_search_stays_while_older_addresses_come_back_late()
    {
        await using var page = await browser.OpenAsync("search");
        var line = await HeldLine.LayAsync(page.Page);
        await page.GotoAsync("search");
        await Expect(page["#query"]).ToBeFocusedAsync();
        line.Hold();
        await page.Page.Keyboard.InsertTextAsync("hold");
        await line.HeardAsync("q=hold");
        await page.Page.Keyboard.InsertTextAsync(" expiry");
        await line.HeardAsync("q=hold%20expiry");
        await page.Page.Keyboard.InsertTextAsync(" job");
        line.LetGo();
        await Expect(page.Page).ToHaveURLAsync(new Regex("q=hold%20expiry%20job$"));
        await Expect(page["#query"]).ToHaveValueAsync("hold expiry job");
        await Expect(page[".hit[aria-selected=true] .hit-symbol"]).ToContainTextAsync("HoldExpiryJob");
        page.AssertClean();
    }

    [Fact]
    public async Task Filters_set_one_after_the_other_all_count()
    {
        await using var page = await browser.OpenAsync("search?q=hold");
        var line = await HeldLine.LayAsync(page.Page);
        await page.GotoAsync("search?q=hold");
        await Expect(page[".hit"].First).ToBeVisibleAsync();
        line.Hold();
        await page[".filters select"].Last.SelectOptionAsync("csharp");
        await line.HeardAsync("lang=csharp");
        await page[".filters input"].FillAsync("src/**");
        await page[".filters input"].BlurAsync();
        await line.HeardAsync("path=src");
        line.LetGo();
        await Expect(page.Page).ToHaveURLAsync(new Regex("q=hold&path=src%2F%2A%2A&lang=csharp$"));
        await Expect(page[".filters select"].Last).ToHaveValueAsync("csharp");
        await Expect(page[".filters input"]).ToHaveValueAsync("src/**");
        page.AssertClean();
    }

    /// <summary>The server emptied the box when it had the question, and with it what was typed until then.</summary>
    [Fact]
    public async Task What_is_typed_behind_a_question_on_its_way_stays_in_the_box()
    {
        await using var page = await browser.OpenAsync();
        var line = await HeldLine.LayAsync(page.Page);
        await page.GotoAsync("");
        await Expect(page["#question"]).ToBeFocusedAsync();
        line.Hold();
        await page.Page.Keyboard.InsertTextAsync("When may a loan not be renewed?");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.InsertTextAsync("And a hold");
        line.LetGo();
        await Expect(page[".entry h2"]).ToHaveTextAsync("When may a loan not be renewed?");
        await Expect(page[".entry-foot"]).ToBeVisibleAsync();
        await Expect(page["#question"]).ToHaveValueAsync("And a hold");

        // A second question while the first is on its way is not asked, and not lost either.
        await page["#question"].FillAsync("One?");
        line.Hold();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.InsertTextAsync("Two?");
        line.LetGo();
        await Expect(page[".entry h2"].Last).ToHaveTextAsync("One?");
        await Expect(page["#question"]).ToHaveValueAsync("Two?");
        page.AssertClean();
    }

    /// <summary>Enter opened the first of the results that still stood there, whatever had been typed since.</summary>
    [Fact]
    public async Task Enter_opens_what_was_typed_and_not_what_still_stands_there()
    {
        await using var page = await browser.OpenAsync("search?q=member");
        var line = await HeldLine.LayAsync(page.Page);
        await page.GotoAsync("search?q=member");
        await Expect(page[".hit"].First).ToBeVisibleAsync();
        line.Hold();
        await page["#query"].FillAsync("hold expiry job");
        await page["#query"].PressAsync("Enter");
        line.LetGo();
        await Expect(page[".file h1"]).ToHaveTextAsync("src/Lendwell.Api/Jobs/HoldExpiryJob.cs");
        await page.Page.GoBackAsync();
        await Expect(page["#query"]).ToHaveValueAsync("hold expiry job");
        page.AssertClean();
    }
}

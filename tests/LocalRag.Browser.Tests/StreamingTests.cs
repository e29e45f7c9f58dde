namespace LocalRag.Browser.Tests;

/// <summary>Answers that are written word by word, by a generator that waits for the test.</summary>
public sealed class StreamingTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_streamed_answer_shows_as_it_grows_survives_a_reload_and_stops_with_Esc()
    {
        BrowserFixture.Require();
        var home = Directory.CreateTempSubdirectory("localrag-stream-").FullName;
        using var generator = new SlowGenerator();
        generator.SetUp(home);
        await using (var server = await WebServer.StartAsync(home))
        {
            await server.WaitForIndexAsync();
            await using var page = await browser.OpenAsync(server);
            await page["#question"].FillAsync("When may a loan not be renewed?");
            await page["#question"].PressAsync("Enter");
            generator.Release(30);
            await Expect(page[".answer"]).ToContainTextAsync("word5");
            await Expect(page["[aria-label=Stop]"]).ToBeVisibleAsync();

            await page.Page.ReloadAsync();
            await Expect(page[".answer"]).ToContainTextAsync("word5");
            generator.Release(60);
            await Expect(page[".answer"]).ToContainTextAsync("word70");
            await page.Page.Keyboard.PressAsync("Escape");
            await Expect(page[".entry"]).ToContainTextAsync("Stopped by you");
            await Expect(page["[aria-label=Send]"]).ToBeVisibleAsync();
            await Expect(page[".answer"]).ToContainTextAsync("word5");
            page.AssertClean();
        }

        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task An_answer_goes_on_while_the_line_is_cut_and_shows_when_it_is_back()
    {
        BrowserFixture.Require();
        var home = Directory.CreateTempSubdirectory("localrag-cut-").FullName;
        using var generator = new SlowGenerator();
        generator.SetUp(home);
        await using (var server = await WebServer.StartAsync(home))
        {
            await server.WaitForIndexAsync();
            await using var page = await browser.OpenAsync(server);
            var line = await HeldLine.LayAsync(page.Page);
            await page.GotoAsync("");
            await page["#question"].FillAsync("When may a loan not be renewed?");
            await page["#question"].PressAsync("Enter");
            generator.Release(30);
            await Expect(page[".answer"]).ToContainTextAsync("word20");
            page.IgnoreConnection = true;
            await line.CutAsync();
            generator.Release(370);
            await Expect(page[".answer"]).ToContainTextAsync("word400");
            await Expect(page[".entry-foot"]).ToBeVisibleAsync();
            await Expect(page["#components-reconnect-modal"]).ToBeHiddenAsync();
        }

        Directory.Delete(home, recursive: true);
    }
}

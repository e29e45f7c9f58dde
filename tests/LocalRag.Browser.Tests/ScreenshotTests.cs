namespace LocalRag.Browser.Tests;

/// <summary>Takes the pictures of the README. They go to <c>docs/screenshots</c> when LOCALRAG_SCREENSHOTS is set, else nowhere.</summary>
public sealed class ScreenshotTests(BrowserFixture browser)
{
    public static TheoryData<string, string, int> Looks => new() { { "light", "light", 1360 }, { "dark", "dark", 1360 }, { "narrow", "light", 420 } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_shows_itself(string look, string colors, int width)
    {
        var scheme = colors == "dark" ? ColorScheme.Dark : ColorScheme.Light;
        await using var page = await browser.OpenAsync("", scheme, width);
        Assert.Equal(colors, await page["html"].GetAttributeAsync("data-bs-theme"));
        await Expect(page[".opener"].First).ToBeEnabledAsync();
        await ShootAsync(page, "welcome", look);
        await page.AskAsync("When may a loan not be renewed?");
        await ShootAsync(page, "answer", look);
        await page[".answer .cite"].First.ClickAsync();
        await Expect(page[".side .ln.hl"].First).ToBeVisibleAsync();
        await ShootAsync(page, "ask", look);
        await page.GotoAsync("search?q=hold%20expiry");
        await Expect(page[".hit"].First).ToBeVisibleAsync();
        await Expect(page[".preview .ln.hl"].First).ToBeVisibleAsync();
        await ShootAsync(page, "search", look);
        await page.GotoAsync("browse/lendwell/src/Lendwell.Domain/LoanPolicy.cs#L46-L59");
        await Expect(page[".file .ln.hl"].First).ToBeVisibleAsync();
        await ShootAsync(page, "browse", look);
        foreach (var name in (string[])["sources", "models", "settings", "health-check"])
        {
            await page.GotoAsync(name);
            await Expect(page["h1"].First).ToBeVisibleAsync();
            await Expect(page["[data-ready]"].First).ToBeAttachedAsync();
            await ShootAsync(page, name == "sources" ? "index" : name, look);
        }

        page.AssertClean();
    }

    private static async Task ShootAsync(WatchedPage page, string name, string look)
    {
        // The page must not scroll sideways, at any width.
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth"), $"{name} is wider than the window.");
        if (Environment.GetEnvironmentVariable("LOCALRAG_SCREENSHOTS") is null or "") return;
        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Checkout.Root, "docs", "screenshots", $"{name}-{look}.png") });
    }
}

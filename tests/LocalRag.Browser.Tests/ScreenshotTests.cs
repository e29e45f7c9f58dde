namespace LocalRag.Browser.Tests;

/// <summary>
/// Shows every page in its three looks. Where LOCALRAG_SCREENSHOTS names a folder that is not there yet, the pictures of the documentation are taken:
/// <c>LOCALRAG_SCREENSHOTS=/home/dev dotnet run --project tests/LocalRag.Browser.Tests -- -class LocalRag.Browser.Tests.ScreenshotTests</c>.
/// The folder, which the pictures show as somebody's home, is made and removed again.
/// </summary>
public sealed class ScreenshotTests(BrowserFixture browser)
{
    private static readonly string? Place = Environment.GetEnvironmentVariable("LOCALRAG_SCREENSHOTS") is { Length: > 0 } place ? place : null;

    public static TheoryData<string, string, int> Looks => new() { { "light", "light", 1280 }, { "dark", "dark", 1280 }, { "narrow", "light", 390 } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_shows_itself(string look, string colors, int width)
    {
        BrowserFixture.Require();
        await using var stage = Place is null ? null : await SomebodysHome.FurnishAsync(Place);
        var scheme = colors == "dark" ? ColorScheme.Dark : ColorScheme.Light;
        await using var page = await browser.OpenAsync(stage?.Server ?? browser.Server, "", scheme, width, 800);
        Assert.Equal(colors, await page["html"].GetAttributeAsync("data-bs-theme"));
        await Expect(page[".opener"].First).ToBeEnabledAsync();
        await ShootAsync(page, "welcome", look);
        await page.AskAsync("When may a loan not be renewed?");
        // A narrow screen shows the answer or its lines, a wide one both.
        if (look == "narrow") await ShootAsync(page, "ask", look);
        await page[".answer .cite"].First.ClickAsync();
        await Expect(page[".side .ln.hl"].First).ToBeVisibleAsync();
        await ShootAsync(page, look == "narrow" ? "lines" : "ask", look);
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
            await ShootAsync(page, name switch { "sources" => "index", "health-check" => "health", _ => name }, look);
        }

        page.AssertClean();
    }

    private static async Task ShootAsync(WatchedPage page, string name, string look)
    {
        // The page must not scroll sideways, at any width.
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth"), $"{name} is wider than the window.");
        if (Place is null) return;
        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Checkout.Root, "docs", "screenshots", $"{name}-{look}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}

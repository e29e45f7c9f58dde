using System.Diagnostics;

namespace LocalRag.Browser.Tests;

public sealed class PageTests(BrowserFixture browser)
{
    [Fact]
    public async Task Search_finds_as_you_type_keeps_the_address_and_opens_by_keyboard()
    {
        await using var page = await browser.OpenAsync("search");
        await Expect(page["#query"]).ToBeFocusedAsync();
        await page.Page.Keyboard.TypeAsync("hold expiry job");
        await Expect(page["#query"]).ToHaveValueAsync("hold expiry job");
        await Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("q=hold(%20|\\+)expiry(%20|\\+)job"));
        await Expect(page[".hit[aria-selected=true] .hit-symbol"]).ToContainTextAsync("HoldExpiryJob");
        await Expect(page[".hit mark"].First).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(page["#hit-1"]).ToHaveAttributeAsync("aria-selected", "true");
        await page.Page.Keyboard.PressAsync("ArrowUp");
        await page[".preview summary"].ClickAsync();
        await Expect(page[".preview .score-table"]).ToBeVisibleAsync();
        await page["#query"].FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page[".file h1"]).ToHaveTextAsync("src/Lendwell.Api/Jobs/HoldExpiryJob.cs");
        await Expect(page[".file .ln.hl"].First).ToBeVisibleAsync();
        await page.Page.GoBackAsync();
        await Expect(page["#query"]).ToHaveValueAsync("hold expiry job");
        page.AssertClean();
    }

    [Fact]
    public async Task Browse_walks_the_tree_by_keyboard_shows_anchors_and_renders_markdown()
    {
        await using var page = await browser.OpenAsync("browse");
        await Expect(page[".tree-row"].First).ToBeVisibleAsync();
        await page["#goto"].FillAsync("loanpolicy.cs");
        await Expect(page[".tree-row"]).ToHaveCountAsync(1);
        await page["#goto"].PressAsync("Enter");
        await Expect(page[".file h1"]).ToHaveTextAsync("src/Lendwell.Domain/LoanPolicy.cs");
        await page[".outline a", "WhyNotRenew"].ClickAsync();
        await Expect(page[".file .ln.hl .k"].First).ToBeVisibleAsync();
        await page["#L3 .no"].ClickAsync();
        await page["#L5 .no"].ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Shift] });
        await Expect(page[".file .ln.hl"]).ToHaveCountAsync(3);
        await Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("#L3-L5$"));

        await page.GotoAsync("browse/lendwell/README.md");
        await Expect(page[".md h1"]).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Source", Exact = true }).ClickAsync();
        await Expect(page[".file .src"]).ToBeVisibleAsync();
        page.AssertClean();
    }

    [Fact]
    public async Task A_source_is_added_with_completion_watched_and_removed()
    {
        var folder = Directory.CreateTempSubdirectory("localrag-added-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "notes.md"), "# Zebras\n\nZebras have stripes, and nobody knows why.\n", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "picture.png"), [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0], TestContext.Current.CancellationToken);
        BrowserFixture.Require();
        await using var server = await WebServer.StartAsync();
        await server.WaitForIndexAsync();
        await using var page = await browser.OpenAsync(server, "sources");
        await page["#add-path"].FillAsync("nowhere");
        await page["#add-path"].PressAsync("Enter");
        await Expect(page["#add-problem"]).ToContainTextAsync("whole path");
        await page["#add-path"].FillAsync(folder.FullName[..^2]);
        await page[".suggestions button"].First.ClickAsync();
        await Expect(page["#add-path"]).ToHaveValueAsync(folder.FullName + Path.DirectorySeparatorChar);
        await page["#add-path"].PressAsync("Enter");
        await Expect(page[".run strong"].First).ToContainTextAsync("is indexed");
        var card = page[$"section[aria-label=\"{folder.Name}\"]"];
        await Expect(card).ToBeVisibleAsync();
        await card.Locator("summary").ClickAsync();
        await Expect(card.Locator(".scroll-row")).ToContainTextAsync("picture.png");
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove" }).ClickAsync();
        await page["dialog .btn-danger"].ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        page.AssertClean();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Axe_finds_nothing_serious_on_any_page_in_light_dark_and_narrow()
    {
        var axe = Path.Combine(Checkout.Root, "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(axe), "axe-core is not there; run `npm ci`.");
        var found = new List<string>();
        foreach (var (colors, width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1360), (ColorScheme.Dark, 1360), (ColorScheme.Light, 420)])
        {
            await using var page = await browser.OpenAsync("", colors, width);
            await Expect(page[".opener"].First).ToBeEnabledAsync();
            await CheckAsync(page, "welcome");
            await page.AskAsync("When may a loan not be renewed?");
            await CheckAsync(page, "answer");
            await page[".answer .cite"].First.ClickAsync();
            await Expect(page[".side .ln.hl"].First).ToBeVisibleAsync();
            await CheckAsync(page, "cited lines");
            foreach (var (path, ready) in ((string, string)[])[("search?q=hold", ".preview .ln"), ("browse/lendwell/README.md", ".md h1"), ("browse/lendwell/src/Lendwell.Domain/Loan.cs", ".ln"), ("sources", "[data-ready]"), ("models", "[data-ready]"), ("settings", "[data-ready]"), ("health-check", "[data-ready]"), ("nowhere", "h1")])
            {
                await page.GotoAsync(path);
                await Expect(page[ready].First).ToBeAttachedAsync();
                await CheckAsync(page, path);
            }

            async Task CheckAsync(WatchedPage page, string name)
            {
                // Evaluated by the debugger, which no policy of the page stands in the way of.
                await page.Page.EvaluateAsync(await File.ReadAllTextAsync(axe));
                var violations = await page.Page.EvaluateAsync<string[]>("async () => (await axe.run()).violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | '))");
                found.AddRange(violations.Select(violation => $"{name}, {colors}, {width}: {violation}"));
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task A_lost_connection_comes_back_when_the_server_does_and_nothing_typed_is_lost()
    {
        BrowserFixture.Require();
        var home = Directory.CreateTempSubdirectory("localrag-reconnect-").FullName;
        var server = await WebServer.StartAsync(home);
        await server.WaitForIndexAsync();
        var port = new Uri(server.Address).Port;
        await using (var page = await browser.OpenAsync(server))
        {
            await page.AskAsync("When may a loan not be renewed?");
            await page["#question"].FillAsync("half a question");
            page.IgnoreConnection = true;
            await server.DisposeAsync();
            await Expect(page["#components-reconnect-modal"]).ToBeVisibleAsync();
            server = await WebServer.StartAsync(home, port: port);
            await Expect(page["#components-reconnect-modal"]).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 60_000 });
            await Expect(page[".entry h2"]).ToHaveTextAsync("When may a loan not be renewed?");
            await Expect(page["#question"]).ToHaveValueAsync("half a question");
        }

        await server.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Colours_follow_the_system_and_the_switch_and_the_choice_stays()
    {
        await using var page = await browser.OpenAsync("", ColorScheme.Dark);
        await Expect(page["html"]).ToHaveAttributeAsync("data-bs-theme", "dark");
        await page["[aria-label=Light]"].ClickAsync();
        await Expect(page["html"]).ToHaveAttributeAsync("data-bs-theme", "light");
        await page.Page.ReloadAsync();
        await Expect(page["html"]).ToHaveAttributeAsync("data-bs-theme", "light");
        page.AssertClean();
    }

    [Fact]
    public async Task On_a_narrow_screen_the_menu_opens_leads_and_closes()
    {
        await using var page = await browser.OpenAsync("", width: 400);
        await Expect(page["#rail"]).ToBeHiddenAsync();
        await page[".topbar [aria-label=Menu]"].ClickAsync();
        await Expect(page["#rail"]).ToBeVisibleAsync();
        await page["#rail a", "Search"].ClickAsync();
        await Expect(page["#query"]).ToBeVisibleAsync();
        await Expect(page["#rail"]).ToBeHiddenAsync();
        page.AssertClean();
    }
}

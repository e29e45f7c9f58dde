[assembly: AssemblyFixture(typeof(LocalRag.Browser.Tests.BrowserFixture))]

namespace LocalRag.Browser.Tests;

/// <summary>One headless browser and one server with the sample indexed, shared by all tests; each test has a page of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Known =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/usr/bin/microsoft-edge",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WebServer? _server;

    public static string? BrowserPath { get; } =
        Environment.GetEnvironmentVariable("LOCALRAG_TEST_BROWSER") is { Length: > 0 } named ? named : Known.FirstOrDefault(File.Exists);

    internal WebServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        if (BrowserPath is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = BrowserPath,
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--no-first-run"],
        });
        _server = await WebServer.StartAsync();
        await _server.WaitForIndexAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    internal Task<WatchedPage> OpenAsync(string path = "", ColorScheme colors = ColorScheme.Light, int width = 1360, int height = 860) => OpenAsync(Server, path, colors, width, height);

    internal async Task<WatchedPage> OpenAsync(WebServer server, string path = "", ColorScheme colors = ColorScheme.Light, int width = 1360, int height = 860)
    {
        Assert.SkipWhen(_browser is null, "No browser was found. Install Chromium, or name one with LOCALRAG_TEST_BROWSER.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address,
            ColorScheme = colors,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        var page = new WatchedPage(context, await context.NewPageAsync(), server.Address);
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Skips the calling test by name where no browser is found.</summary>
    internal static void Require() => Assert.SkipWhen(BrowserPath is null, "No browser was found. Install Chromium, or name one with LOCALRAG_TEST_BROWSER.");
}

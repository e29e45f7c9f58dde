namespace LocalRag.Browser.Tests;

/// <summary>A page that remembers what must never happen: a dialog, an error, a blocked script, a request to another host.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _address;
    private readonly List<string> _faults = [];

    public WatchedPage(IBrowserContext context, IPage page, string address)
    {
        (_context, Page, _address) = (context, page, address);
        page.SetDefaultTimeout(30_000);
        SetDefaultExpectTimeout(30_000);
        page.Dialog += (_, dialog) => Add($"dialog: {dialog.Message}");
        page.PageError += (_, error) => Add($"error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IgnoreConnection && !message.Text.Contains("404 (Not Found)", StringComparison.Ordinal)) Add($"console: {message.Text}");
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal)) Add($"request: {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>True while a test takes the server away on purpose.</summary>
    public bool IgnoreConnection { get; set; }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults) return [.. _faults];
        }
    }

    public async Task GotoAsync(string path)
    {
        await Page.GotoAsync(_address + path);
        await Expect(Page.Locator(".shell")).ToBeVisibleAsync();
    }

    public ILocator this[string selector] => Page.Locator(selector);

    public ILocator this[string selector, string text] => Page.Locator(selector, new PageLocatorOptions { HasText = text }).First;

    /// <summary>Asks on the Ask page and waits for the end of the answer.</summary>
    public async Task AskAsync(string question)
    {
        await Page.FillAsync("#question", question);
        await Page.PressAsync("#question", "Enter");
        await Expect(this[".entry"].Last.Locator("h2")).ToHaveTextAsync(question);
        await Expect(this[".entry"].Last.Locator(".entry-foot")).ToBeVisibleAsync();
    }

    public void AssertClean() => Assert.Empty(Faults);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Add(string fault)
    {
        lock (_faults) _faults.Add(fault);
    }
}

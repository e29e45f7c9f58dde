using System.Text;

namespace LocalRag.Browser.Tests;

/// <summary>The line from the server to a page, which a test can hold up as a slow machine would: what the server says meanwhile arrives later, in its order.</summary>
internal sealed class HeldLine
{
    private readonly Lock _lock = new();
    private readonly List<(IWebSocketRoute Page, IWebSocketFrame Frame)> _held = [];
    private readonly List<(byte[] Text, TaskCompletionSource Seen)> _awaited = [];
    private IWebSocketRoute? _page;
    private bool _holding;

    /// <summary>Lays the line of the pages that are opened from now on.</summary>
    public static async Task<HeldLine> LayAsync(IPage page)
    {
        var line = new HeldLine();
        await page.RouteWebSocketAsync("**/_blazor*", line.Connect);
        return line;
    }

    public void Hold()
    {
        lock (_lock) _holding = true;
    }

    public void LetGo()
    {
        lock (_lock)
        {
            _holding = false;
            foreach (var (page, frame) in _held) Pass(page, frame);
            _held.Clear();
        }
    }

    /// <summary>Cuts the line, as a network does; the page may lay another.</summary>
    public Task CutAsync() => _page!.CloseAsync(new WebSocketRouteCloseOptions { Code = 1011, Reason = "cut" });

    /// <summary>Waits until the server has said something that holds a text.</summary>
    public Task HeardAsync(string text)
    {
        lock (_lock)
        {
            var wanted = Encoding.UTF8.GetBytes(text);
            if (_held.Any(held => Holds(held.Frame, wanted))) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((wanted, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private static bool Holds(IWebSocketFrame frame, byte[] text) => frame.Binary is { } bytes && bytes.AsSpan().IndexOf(text) >= 0;

    private void Connect(IWebSocketRoute page)
    {
        _page = page;
        var server = page.ConnectToServer();
        server.OnMessage(frame =>
        {
            lock (_lock)
            {
                foreach (var (text, seen) in _awaited)
                    if (Holds(frame, text)) seen.TrySetResult();
                if (_holding) _held.Add((page, frame));
                else Pass(page, frame);
            }
        });
    }

    // What the server says to a line that was cut never reaches the one that is laid after it.
    private void Pass(IWebSocketRoute page, IWebSocketFrame frame)
    {
        if (page != _page) return;
        if (frame.Binary is { } bytes) page.Send(bytes);
        else page.Send(frame.Text!);
    }
}

namespace LocalRag.Web;

/// <summary>Passes a burst of notifications on as few: at once for the first, then once an interval while more come.</summary>
/// <remarks>Safe for concurrent use. The action runs on a pool thread; a component wraps it in <c>InvokeAsync</c>.</remarks>
internal sealed class Throttle(TimeSpan interval, Func<Task> action, TimeProvider? time = null) : IDisposable
{
    /// <summary>25 renders a second read as a flow; more only cost.</summary>
    public static readonly TimeSpan Rendering = TimeSpan.FromMilliseconds(40);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly CancellationTokenSource _stop = new();
    private int _pending;
    private long _last;

    public void Notify()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0) _ = RunAsync();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var token = _stop.Token;
            var since = _last == 0 ? interval : _time.GetElapsedTime(_last);
            if (since < interval) await Task.Delay(interval - since, _time, token).ConfigureAwait(false);
            _last = _time.GetTimestamp();
            Interlocked.Exchange(ref _pending, 0);
            if (!token.IsCancellationRequested) await action().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The page went away between the burst and its rendering.
        }
        catch (OperationCanceledException)
        {
            // As above.
        }
    }
}

using System.Diagnostics;
using System.Threading.Channels;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Watching;

/// <summary>
/// Keeps sources up to date. Events say when to compare at once; the clock compares in any case, the more often the less
/// the events have told, so that a lost event, an overflow or a drive without events heals by itself.
/// </summary>
internal sealed class SourceWatcher(FreshnessGate gate, ReaderPool readers, PendingUpdates pending, SourceOptions sourceOptions, WatchOptions options, IProgress<WatchReport>? progress) : IDisposable
{
    /// <summary>The share of time that comparisons may take while events stream in, as during a build.</summary>
    private const int PausePerWalk = 10;

    private readonly Channel<byte> _signals = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, SourceEvents> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (GitHead? Head, int? Changed)> _states = new(StringComparer.Ordinal);
    private bool _signalled = true;
    private bool _missing;

    public async Task RunAsync(string? only, CancellationToken cancellationToken)
    {
        var interval = options.MinInterval;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            var (missed, hindered) = await CompareAsync(only, cancellationToken).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(began);
            // The first comparison finds what changed while nobody watched; from then on each that finds something unasked speaks against the events.
            interval = missed || hindered ? options.MinInterval : TimeSpan.FromTicks(Math.Min(interval.Ticks * 2, options.MaxInterval.Ticks));
            var pause = took * PausePerWalk < options.MaxInterval ? took * PausePerWalk : options.MaxInterval;
            if (await IsSignalledAsync(interval > pause ? interval : pause, cancellationToken).ConfigureAwait(false))
            {
                await QuietAsync(pause < options.MaxDelay ? pause : options.MaxDelay, cancellationToken).ConfigureAwait(false);
                _signalled = true;
            }
        }
    }

    public void Dispose()
    {
        foreach (var events in _events.Values) events.Dispose();
    }

    private async Task<(bool Missed, bool Hindered)> CompareAsync(string? only, CancellationToken cancellationToken)
    {
        var asked = _signalled;
        _signalled = false;
        ReaderPool.Lease lease;
        try
        {
            lease = readers.Rent();
        }
        catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.IndexMissing)
        {
            // A server may be up before anything is indexed, and be about to index; what comes later is followed.
            if (_missing) Say("index", exception.Message, "");
            _missing = true;
            return (false, true);
        }

        using var rented = lease;
        var sources = lease.Reader.ReadSources().Where(source => only is null || source.Name == only).ToList();
        var hindered = Listen(sources);
        // What hooks ask for is what this comparison does; a commit after this line sets a new mark.
        foreach (var (mark, folder) in pending.Read())
        {
            if (sources.Exists(source => PendingUpdates.Concerns(folder, source))) PendingUpdates.Take(mark);
        }

        var found = await gate.RefreshAsync(sources, lease.Reader, cancellationToken).ConfigureAwait(false);
        foreach (var freshness in found)
        {
            var state = (freshness.Changes?.Head, freshness.Changes?.Count);
            var isOther = !_states.TryGetValue(freshness.Source.Name, out var before) || before != state;
            _states[freshness.Source.Name] = state;
            if (freshness.IndexedNow > 0 || isOther) progress?.Report(new WatchReport(freshness.Source.Name, freshness.IndexedNow, null));
            Say(freshness.Source.Name, freshness.Remedy);
        }

        return (!asked && found.Any(freshness => freshness.IndexedNow > 0), hindered || found.Any(freshness => freshness.Remedy is not null));
    }

    /// <summary>Sets events up for the sources that have none yet or whose events were lost; true where that is not possible for all.</summary>
    private bool Listen(IReadOnlyList<StoredSource> sources)
    {
        if (!options.UseEvents) return true;
        var hindered = false;
        foreach (var gone in _events.Keys.Except(sources.Select(source => source.Root)).ToList())
        {
            _events[gone].Dispose();
            _events.Remove(gone);
        }

        foreach (var source in sources)
        {
            if (_events.TryGetValue(source.Root, out var events) && events.Problem is null && events.IsCurrent && Directory.Exists(source.Root)) continue;
            var before = events?.Problem;

            events?.Dispose();
            _events.Remove(source.Root);
            if (!Directory.Exists(source.Root)) continue;
            _events[source.Root] = events = new SourceEvents(source.Root, sourceOptions, () => _signals.Writer.TryWrite(0));
            // One that was hindered a moment ago may be so again before long: what it said stands until a whole pass is without.
            var problem = before ?? events.Problem;
            Say(source.Name + "/events", problem, source.Name);
            hindered |= problem is not null;
        }

        return hindered;
    }

    /// <summary>Says what is new, once.</summary>
    private void Say(string about, string? message, string? source = null)
    {
        if (_said.GetValueOrDefault(about) == message) return;
        if (message is null)
        {
            _said.Remove(about);
            return;
        }

        _said[about] = message;
        progress?.Report(new WatchReport(source ?? about, 0, message));
    }

    private async Task<bool> IsSignalledAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(within);
        try
        {
            await _signals.Reader.ReadAsync(late.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task QuietAsync(TimeSpan atLeast, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        do
        {
            var left = options.MaxDelay - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero) return;
            if (!await IsSignalledAsync(left < options.Quiet ? left : options.Quiet, cancellationToken).ConfigureAwait(false) && Stopwatch.GetElapsedTime(began) >= atLeast) return;
        }
        while (true);
    }
}

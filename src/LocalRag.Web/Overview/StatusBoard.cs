namespace LocalRag.Web.Overview;

/// <summary>Keeps the knowledge base's status for a few seconds: telling how it stands to the disk reads every file's time.</summary>
internal sealed class StatusBoard(KnowledgeBase knowledgeBase, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private (KnowledgeBaseStatus Status, long At)? _kept;
    private int _version;

    /// <summary>Raised when what was known is no longer right.</summary>
    public event Action? Changed;

    /// <exception cref="KnowledgeBaseException">The index is of another format or embedder.</exception>
    public async Task<KnowledgeBaseStatus> GetAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_kept is { } kept && time.GetElapsedTime(kept.At) < MaxAge) return kept.Status;
            var version = Volatile.Read(ref _version);
            var status = await ReadAsync(cancellationToken).ConfigureAwait(false);
            // What was read while it was declared out of date is handed out, but not kept.
            if (version == Volatile.Read(ref _version)) _kept = (status, time.GetTimestamp());
            return status;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Invalidate()
    {
        Interlocked.Increment(ref _version);
        _kept = null;
        Changed?.Invoke();
    }

    public void Dispose() => _gate.Dispose();

    private async Task<KnowledgeBaseStatus> ReadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await knowledgeBase.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.IndexMissing && attempt < 4)
            {
                // For a moment of its very first run an index is a file without tables.
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

using LocalRag.Indexing;

namespace LocalRag.Web.Indexing;

/// <summary>One indexing run of this server, as pages watch it.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class IndexRun(IndexRequest request, DateTimeOffset startedAt, CancellationToken shutdown) : IProgress<IndexProgress>, IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
    private readonly Lock _lock = new();
    private bool _disposed;

    public event Action? Changed;

    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    public IndexRequest Request { get; } = request;

    /// <summary>The source's name, or the folder's before it has one.</summary>
    public string Label => Report?.Source ?? Request.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Request.Path));

    public DateTimeOffset StartedAt { get; } = startedAt;

    public IndexRunState State { get; private set; } = IndexRunState.Waiting;

    public bool IsOver => State is IndexRunState.Done or IndexRunState.Cancelled or IndexRunState.Failed;

    public IndexProgress? Progress { get; private set; }

    public IndexReport? Report { get; private set; }

    public string? Error { get; private set; }

    public CancellationToken Token => _stop.Token;

    /// <summary>0 to 1 by bytes; null while the files are being listed.</summary>
    public double? Share => Progress switch
    {
        { Phase: IndexPhase.Publishing or IndexPhase.Done } => 1,
        { Phase: IndexPhase.Indexing, BytesTotal: > 0 } progress => (double)progress.BytesDone / progress.BytesTotal,
        _ => null,
    };

    /// <summary>Files a second since the run began to read; null before that.</summary>
    public double? Rate => Progress is { FilesDone: > 0 } progress && progress.Elapsed > TimeSpan.Zero ? progress.FilesDone / progress.Elapsed.TotalSeconds : null;

    public void Finish(IndexReport report) => Move(IndexRunState.Done, report, null);

    public void Begin() => Move(IndexRunState.Running, null, null);

    public void Cancelled() => Move(IndexRunState.Cancelled, null, null);

    public void Fail(string error) => Move(IndexRunState.Failed, null, error);

    public void Cancel()
    {
        lock (_lock)
            if (!_disposed) _stop.Cancel();
    }

    void IProgress<IndexProgress>.Report(IndexProgress value)
    {
        Progress = value;
        Changed?.Invoke();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    private void Move(IndexRunState state, IndexReport? report, string? error)
    {
        (State, Report, Error) = (state, report, error);
        Changed?.Invoke();
    }
}

using LocalRag.Indexing;
using LocalRag.Web.Overview;

namespace LocalRag.Web.Indexing;

/// <summary>Starts indexing runs, one after the other, and keeps the last ones for pages that come later.</summary>
internal sealed class IndexRuns(KnowledgeBase knowledgeBase, StatusBoard status, RunHistory history, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<IndexRuns> logger) : IDisposable
{
    private const int Kept = 20;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private List<IndexRun> _runs = [];

    /// <summary>Raised when a run begins, moves on or ends.</summary>
    public event Action? Changed;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<IndexRun> All => _runs;

    public IndexRun? Active => _runs.Find(run => !run.IsOver);

    public IndexRun Start(IndexRequest request)
    {
        var run = new IndexRun(request, time.GetUtcNow(), lifetime.ApplicationStopping);
        run.Changed += () => Changed?.Invoke();
        lock (_lock) _runs = [run, .. _runs.Take(Kept)];
        Changed?.Invoke();
        _ = Task.Run(() => RunAsync(run), CancellationToken.None);
        return run;
    }

    public void Dispose() => _turn.Dispose();

    private async Task RunAsync(IndexRun run)
    {
        var cancelled = run.Token;
        try
        {
            await _turn.WaitAsync(cancelled).ConfigureAwait(false);
            try
            {
                run.Begin();
                run.Finish(await knowledgeBase.IndexAsync(run.Request, run, cancelled).ConfigureAwait(false));
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            run.Cancelled();
        }
        catch (KnowledgeBaseException exception)
        {
            run.Fail(Wording.Error(exception, knowledgeBase));
        }
        catch (UnauthorizedAccessException exception)
        {
            Log.RunFailed(logger, run.Label, exception);
            run.Fail("The index could not be written: its folder is not writable for the user that the server runs as. Set LOCALRAG_HOME to another one.");
        }
        catch (Exception exception)
        {
            // The last resort of a background task: whoever watches must see that it ended, and the log must say why.
            Log.RunFailed(logger, run.Label, exception);
            run.Fail("The run failed. The server's log says why.");
        }

        status.Invalidate();
        Record(run);
        run.Dispose();
        Changed?.Invoke();
    }

    private void Record(IndexRun run)
    {
        var report = run.Report;
        try
        {
            history.Add(new RunRecord(
                run.StartedAt, run.Label, run.State.ToString(), run.Request.Full, report?.Added ?? 0, report?.Changed ?? 0, report?.Removed ?? 0,
                report?.Files ?? 0, report?.Chunks ?? 0, report?.Seconds.Total ?? (time.GetUtcNow() - run.StartedAt).TotalSeconds, run.Error));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The run itself is done; only the memory of it is lost.
            Log.RunFailed(logger, run.Label, exception);
        }
    }
}

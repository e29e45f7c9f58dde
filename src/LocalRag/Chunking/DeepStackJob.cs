namespace LocalRag.Chunking;

/// <summary>A piece of work that ends once: by running to its end or by being given up.</summary>
internal sealed class DeepStackJob(Action work)
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ended;

    /// <summary>Completes when a thread has taken the job.</summary>
    public Task Started => _started.Task;

    public void Run()
    {
        _started.SetResult();
        work();
    }

    /// <summary>True for the first caller.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}

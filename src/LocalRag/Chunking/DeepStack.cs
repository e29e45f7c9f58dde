using System.Collections.Concurrent;

namespace LocalRag.Chunking;

/// <summary>
/// Runs work on threads with a large stack: Roslyn's parser descends with the nesting of the text, and a stack that
/// overflows ends the process. The threads are kept, one per core at most, because a repository has thousands of files.
/// </summary>
internal static class DeepStack
{
    private const int StackSize = 64 * 1024 * 1024;

    private static readonly BlockingCollection<DeepStackJob> Jobs = [];
    private static readonly Lock Starting = new();
    private static int _threads;
    private static int _busy;

    /// <summary>Runs a function there.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="TimeoutException">
    /// The function ran longer than the limit. A thread cannot be ended from outside: it is given up, and another takes its place.
    /// </exception>
    public static async ValueTask<T> RunAsync<T>(Func<T> function, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new DeepStackJob(() =>
        {
            // Handed to whoever awaits; the thread itself goes on to the next file.
            try { completion.TrySetResult(function()); }
            catch (OperationCanceledException cancelled) { completion.TrySetCanceled(cancelled.CancellationToken); }
#pragma warning disable CA1031
            catch (Exception failure) { completion.TrySetException(failure); }
#pragma warning restore CA1031
        });
        StartThreadIfNeeded();
        Jobs.Add(job, CancellationToken.None);
        await job.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await completion.Task.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gaveUp) when (gaveUp is TimeoutException or OperationCanceledException)
        {
            if (job.TryEnd())
            {
                Interlocked.Decrement(ref _busy);
                StartThread();
            }

            throw;
        }
    }

    private static void StartThreadIfNeeded()
    {
        if (Interlocked.Increment(ref _busy) <= Volatile.Read(ref _threads)) return;
        lock (Starting)
        {
            if (_threads >= Environment.ProcessorCount) return;
            _threads++;
        }

        StartThread();
    }

    private static void StartThread() => new Thread(Loop, StackSize) { IsBackground = true, Name = "LocalRag parser" }.Start();

    private static void Loop()
    {
        foreach (var job in Jobs.GetConsumingEnumerable())
        {
            job.Run();
            if (!job.TryEnd()) return; // given up meanwhile, and replaced
            Interlocked.Decrement(ref _busy);
        }
    }
}

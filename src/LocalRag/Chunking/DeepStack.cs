using System.Collections.Concurrent;

namespace LocalRag.Chunking;

/// <summary>
/// Runs work on threads with a large stack: Roslyn's parser descends with the nesting of the text, and a stack that
/// overflows ends the process. The threads are kept, one per core at most, because a repository has thousands of files.
/// </summary>
internal static class DeepStack
{
    private const int StackSize = 64 * 1024 * 1024;

    private static readonly BlockingCollection<Action> Work = [];
    private static readonly Lock Starting = new();
    private static int _threads;
    private static int _busy;

    /// <summary>Runs a function there.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the function itself must watch it to end early.</exception>
    public static async ValueTask<T> RunAsync<T>(Func<T> function, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        StartThreadIfNeeded();
        Work.Add(
            () =>
            {
                // Handed to whoever awaits; the thread itself goes on to the next file.
                try { completion.SetResult(function()); }
                catch (OperationCanceledException cancelled) { completion.SetCanceled(cancelled.CancellationToken); }
#pragma warning disable CA1031
                catch (Exception failure) { completion.SetException(failure); }
#pragma warning restore CA1031
                finally { Interlocked.Decrement(ref _busy); }
            },
            CancellationToken.None);
        return await completion.Task.ConfigureAwait(false);
    }

    private static void StartThreadIfNeeded()
    {
        if (Interlocked.Increment(ref _busy) <= Volatile.Read(ref _threads)) return;
        lock (Starting)
        {
            if (_threads >= Environment.ProcessorCount) return;
            _threads++;
        }

        new Thread(Loop, StackSize) { IsBackground = true, Name = "LocalRag parser" }.Start();
    }

    private static void Loop()
    {
        foreach (var work in Work.GetConsumingEnumerable()) work();
    }
}

using System.Diagnostics;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Watching;

/// <summary>
/// Does what hooks ask for. One process at a time writes to an index; whoever finds it locked leaves the mark to that one, which looks for
/// marks after it has let go. A rebase is waited for, so that its hundred commits are one run.
/// </summary>
internal sealed class CommitFollower(PendingUpdates pending, SourceOptions sourceOptions, Func<IReadOnlyList<StoredSource>> readSources, Func<StoredSource, CancellationToken, Task> update)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A rebase that stands still this long has stopped for a conflict: its files are worth indexing as they are.</summary>
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(2);

    /// <summary>How long a short update before somebody's search may hold the index; a longer holder looks for marks itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Updates the sources of every mark that is there, and of those that come meanwhile.</summary>
    /// <returns>False where another process holds the index, which will do the rest.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        while (pending.Read() is { Count: > 0 } marks)
        {
            foreach (var (mark, folder) in marks)
            {
                await SettleAsync(mark, folder, cancellationToken).ConfigureAwait(false);
                PendingUpdates.Take(mark);
                if (!await UpdateAsync(mark, folder, cancellationToken).ConfigureAwait(false)) return false;
            }
        }

        return true;
    }

    private async Task<bool> UpdateAsync(string mark, string folder, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                foreach (var source in readSources().Where(source => PendingUpdates.Concerns(folder, source) && Directory.Exists(source.Root)))
                {
                    try
                    {
                        await update(source, cancellationToken).ConfigureAwait(false);
                    }
                    catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.InvalidRequest)
                    {
                        // A source that cannot be read, of which a search tells, keeps no other from its commit.
                    }
                }

                return true;
            }
            catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.Locked)
            {
                // Set before the next try: a holder that lets go between the two sees the mark, or the try succeeds.
                pending.Set(mark, folder);
                if (Stopwatch.GetElapsedTime(began) > Patience) return false;
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
                if (!File.Exists(mark)) return true;
            }
        }
    }

    private async Task SettleAsync(string mark, string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder) || GitRepository.Find(folder, sourceOptions) is not { } repository) return;
        var (stamp, since, marked) = (repository.ReadStamp(), Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        while (repository.IsBusy() && Stopwatch.GetElapsedTime(since) < StandsStill)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            if (repository.ReadStamp() is var now && now != stamp) (stamp, since) = (now, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(marked) < StandsStill) continue;
            pending.Set(mark, folder);
            marked = Stopwatch.GetTimestamp();
        }
    }
}

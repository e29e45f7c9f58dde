using LocalRag.Hooks;
using LocalRag.Sources;
using LocalRag.Storage;
using LocalRag.Watching;

namespace LocalRag;

/// <summary>How the index follows its folders while nobody searches.</summary>
public sealed partial class KnowledgeBase
{
    /// <summary>Takes in the repositories whose hooks asked for it. Where another process is writing, that one does.</summary>
    public Task FollowCommitsAsync(CancellationToken cancellationToken = default) => _commits.RunAsync(cancellationToken);

    /// <summary>Follows every source until cancelled: what is saved, committed or checked out is in the index a moment later.</summary>
    /// <param name="source">Only the source with this name; null for all, those included that are added meanwhile.</param>
    /// <param name="progress">Is told of every update and of everything that hinders watching; called from one thread at a time.</param>
    public async Task WatchAsync(WatchOptions options, string? source = null, IProgress<WatchReport>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        using var gate = new FreshnessGate(_store, _indexer, _sourceOptions, new FreshnessOptions { UpdateBudget = TimeSpan.MaxValue, CheckInterval = TimeSpan.Zero });
        using var watcher = new SourceWatcher(gate, _readers, _pending, _sourceOptions, options, progress);
        await watcher.RunAsync(source, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in a push that a host was told of, into every source that is a clone of that repository with that branch checked out.</summary>
    /// <returns>What was done with each clone; empty where no source is one.</returns>
    /// <exception cref="KnowledgeBaseException">The index is missing.</exception>
    public async Task<IReadOnlyList<PushOutcome>> FollowPushAsync(PushEvent push, PushOptions options, CancellationToken cancellationToken = default)
    {
        var outcomes = new List<PushOutcome>();
        foreach (var source in ReadSources())
        {
            var clone = await Task.Run(() => PushedClone.Find(source.Root, push, _sourceOptions, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (clone is null) continue;
            var problem = options.Fetch ? await Task.Run(() => clone.Fetch(options, cancellationToken), cancellationToken).ConfigureAwait(false) : null;
            if (problem is null)
            {
                _pending.Add(source.Root);
                await _commits.RunAsync(cancellationToken).ConfigureAwait(false);
            }

            outcomes.Add(new PushOutcome(source.Name, problem));
        }

        return outcomes;
    }

    /// <summary>
    /// Rewrites the index file so that nothing remains of what is no longer indexed, and takes answers out of the conversations that were made
    /// from lines which are no longer there: run it after a secret was taken out.
    /// </summary>
    /// <returns>The number of answers that were taken out.</returns>
    /// <exception cref="KnowledgeBaseException">The index is missing, or another process uses it.</exception>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken = default)
    {
        // An idle reader keeps the old state of the file readable, which is what is to go.
        _readers.Clear();
        var answers = await Task.Run(
            () =>
            {
                if (!_store.Exists) throw new KnowledgeBaseException(KnowledgeBaseError.IndexMissing, $"There is no index at {IndexPath} yet.");
                // Vectors that nobody can search with tell of the texts that they were made of.
                if (DeepEmbedder is null)
                {
                    using var dropping = _store.OpenWriter();
                    dropping.DropDeepSets();
                }

                using (var writer = _store.OpenWriter()) writer.Purge();
                using var lease = _readers.Rent();
                using var snapshot = lease.Reader.BeginSnapshot();
                var texts = new Dictionary<(string, string), string>();
                return Conversations.Forget(place =>
                {
                    if (!texts.TryGetValue((place.Source, place.Path), out var text)) texts[(place.Source, place.Path)] = text = Plain(Rebuild(lease.Reader.ReadDocumentChunks(place.Source, place.Path)));
                    return text.Contains(Plain(place.Text), StringComparison.Ordinal);
                });
            },
            cancellationToken).ConfigureAwait(false);
        await _commits.RunAsync(cancellationToken).ConfigureAwait(false);
        return answers;
    }

    // What blank lines hold is not kept where no chunk has them.
    private static string Plain(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();

    /// <summary>The sources as they were last indexed, without a look at their folders; none before the first run.</summary>
    /// <exception cref="KnowledgeBaseException">The index is of another format or embedder.</exception>
    public IReadOnlyList<StoredSource> ReadSources()
    {
        if (!_store.Exists) return [];
        using var lease = _readers.Rent();
        return lease.Reader.ReadSources();
    }
}

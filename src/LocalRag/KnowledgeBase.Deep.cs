using System.Text.Json;
using LocalRag.Indexing;
using LocalRag.Models;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Storage;

namespace LocalRag;

/// <summary>The second pass: vectors of the embedder that the settings name, behind the built-in one's.</summary>
public sealed partial class KnowledgeBase
{
    /// <summary>In the background a request is short, so that what somebody asks meanwhile waits for half a second at most.</summary>
    private const int GentleTexts = 32;

    /// <summary>A hook's process takes in what a commit changed; more is left to a pass that somebody watches.</summary>
    private const int SmallChange = 500;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private string? _deepProblem;

    /// <summary>The second embedder that the settings name; null where they name none.</summary>
    /// <exception cref="KnowledgeBaseException">A setting is wrong.</exception>
    public string? DeepEmbedder => Settings().Settings.Embedder is { } choice ? choice.Model ?? choice.Url!.ToString() : null;

    /// <summary>
    /// Fills in the deep vectors that are missing, all of them. It can be cancelled anywhere and goes on there the next time;
    /// while an indexing run writes, it rests.
    /// </summary>
    /// <exception cref="KnowledgeBaseException">No second embedder is set up, or it cannot be used; or there is no index; or another process is at it.</exception>
    public Task<DeepReport> FillDeepAsync(IProgress<DeepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => FillDeepAsync(new DeepPace(), progress, cancellationToken), cancellationToken);

    /// <summary>
    /// Fills in deep vectors in the background until cancelled: whenever a run has brought new chunks or another embedder has been chosen,
    /// what is asked for most and what is newest first, and at rest while somebody searches or types.
    /// </summary>
    /// <param name="progress">Is told how far a pass is; called from one thread at a time.</param>
    public async Task FollowDeepAsync(IProgress<DeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var pace = new DeepPace
        {
            TextsPerRequest = GentleTexts,
            Requests = 1,
            Demand = _demand.CountOf,
            GiveWay = cancelled => _demand.WaitAsync(_deepOptions.RestAfterUse, cancelled),
        };
        object? done = null;
        while (true)
        {
            var pause = LookAgain;
            try
            {
                var (settings, served) = Settings();
                if (settings.Embedder is not null && GenerationOrNull() is { } generation && !(generation, served).Equals(done))
                {
                    await Task.Run(() => FillDeepAsync(pace, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
                    (done, _deepProblem) = ((generation, served), null);
                }
            }
            catch (KnowledgeBaseException error)
            {
                // The status shows it, and what is missing is tried again: a server may be down for a while.
                _deepProblem = error.Error == KnowledgeBaseError.Locked ? null : error.Message;
                pause = _deepOptions.RetryAfter > LookAgain ? _deepOptions.RetryAfter : LookAgain;
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the chunks of a small change their deep vectors, where a second embedder is set up and its set was whole before.</summary>
    /// <exception cref="KnowledgeBaseException">The model cannot be used.</exception>
    public async Task FollowChangeDeepAsync(CancellationToken cancellationToken = default)
    {
        if (!_store.Exists || await GetDeepStatusAsync(cancellationToken).ConfigureAwait(false) is not { Embedder: not null, Model: not null, NextModel: null, IsFilling: false } status) return;
        if (status.Chunks - status.Vectors is > 0 and <= SmallChange) await FillDeepAsync(progress: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that somebody types: work in the background rests for a moment.</summary>
    public void NoteActivity() => _demand.Note();

    /// <summary>Asks the second embedder for a vector.</summary>
    /// <exception cref="KnowledgeBaseException">None is set up, or it cannot be used; the message says why.</exception>
    public async Task<int> TryDeepEmbedderAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var embedder = await Settings().Models.EmbedderAsync(cancellationToken).ConfigureAwait(false) ?? throw NoEmbedder();
            return (await embedder.EmbedDocumentsAsync(["ready"], cancellationToken).ConfigureAwait(false))[0].Length;
        }
        catch (ModelException error)
        {
            throw Unavailable(error);
        }
    }

    /// <summary>Tells how far the second embedder's vectors reach; null where there is neither one nor vectors of one.</summary>
    /// <exception cref="KnowledgeBaseException">The index is missing, or of another format or embedder.</exception>
    public Task<DeepStatus?> GetDeepStatusAsync(CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            using var lease = _readers.Rent();
            using var snapshot = lease.Reader.BeginSnapshot();
            return DescribeDeep(lease.Reader);
        },
        cancellationToken);

    private async Task<DeepReport> FillDeepAsync(DeepPace pace, IProgress<DeepProgress>? progress, CancellationToken cancellationToken)
    {
        var (settings, served) = Settings();
        if (settings.Embedder is not { } choice) throw NoEmbedder();
        try
        {
            var embedder = await served.EmbedderAsync(choice, cancellationToken).ConfigureAwait(false);
            return await new DeepPass(_store, pace).RunAsync(embedder, JsonSerializer.Serialize(choice), (set, cancelled) => ServesAsync(set, settings, served, cancelled), progress, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelException error)
        {
            throw Unavailable(error);
        }
    }

    /// <summary>True unless the embedder of a set is gone for good: one that cannot be reached now may be back.</summary>
    private static async Task<bool> ServesAsync(VectorSet set, ModelSettings settings, ServedModels served, CancellationToken cancellationToken)
    {
        try
        {
            await DeepQueries.EmbedderOfAsync(set, settings, served, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ModelException error)
        {
            return error.Error is ModelError.Unreachable or ModelError.Busy or ModelError.Crashed;
        }
    }

    private DeepStatus? DescribeDeep(IndexReader reader)
    {
        var sets = reader.ReadDeepSets();
        string? embedder;
        var problem = _deepProblem ?? _deepQueries.Problem;
        try
        {
            embedder = DeepEmbedder;
        }
        catch (KnowledgeBaseException error)
        {
            (embedder, problem) = (null, error.Message);
        }

        if (embedder is null && sets.Serving is null && problem is null) return null;
        var (vectors, chunks) = sets.Serving is { } serving ? reader.CountInSet(serving) : (0, (int)reader.Manifest.Chunks);
        return new DeepStatus
        {
            Embedder = embedder,
            Model = sets.Serving is { } used ? DeepQueries.NameOf(used) : null,
            Dimension = sets.Serving?.Dimension ?? 0,
            Vectors = vectors,
            Chunks = chunks,
            NextModel = sets.Next is { } next ? DeepQueries.NameOf(next) : null,
            NextVectors = sets.Next is { } filling ? reader.CountInSet(filling).Vectors : 0,
            ChunksPerSecond = sets.Rate,
            IsFilling = _store.IsBeingFilled(),
            Problem = problem,
        };
    }

    private static KnowledgeBaseException NoEmbedder() =>
        new(KnowledgeBaseError.InvalidRequest, "No second embedder is set up. Choose one with `localrag models use embedder MODEL`.");

    private long? GenerationOrNull()
    {
        if (!_store.Exists) return null;
        using var lease = _readers.Rent();
        return lease.Reader.Manifest.Generation;
    }

    private (ModelSettings Settings, ServedModels Models) Settings()
    {
        try
        {
            return _models.Current();
        }
        catch (ModelException error)
        {
            throw Unavailable(error);
        }
    }
}

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
        if (settings.Embedder is not { } choice)
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, "No second embedder is set up. Choose one with `localrag models use embedder MODEL`.");
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
        var problem = _deepQueries.Problem;
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

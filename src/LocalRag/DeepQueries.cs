using System.Text.Json;
using LocalRag.Embedding;
using LocalRag.Indexing;
using LocalRag.Models;
using LocalRag.Models.Prompts;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag;

/// <summary>
/// Embeds queries with the model whose vectors serve, within a bounded time: a search never fails by it and never waits long.
/// Safe for many threads.
/// </summary>
internal sealed class DeepQueries(ModelAccess models, DeepOptions options)
{
    private readonly Lock _gate = new();
    private Task<DeepQuery>? _late;
    private (string Note, long At)? _failure;
    private (string Set, ServedModels Models, ServedEmbedder Embedder)? _known;

    /// <summary>What a query is to the second embedder, or why that is not known. Both are null where there is no second embedder.</summary>
    public sealed record Outcome(DeepQuery? Query, string? Note);

    public static Outcome None { get; } = new(null, null);

    /// <summary>Why the model could not be asked the last time; null where it could.</summary>
    public string? Problem => _failure?.Note;

    /// <summary>Begins to embed a query, so that the rest of a search's work goes on meanwhile. The result waits as long as is allowed from when it is asked for.</summary>
    public Func<CancellationToken, Task<Outcome>> Begin(string text, ChunkFilter filter, IndexReader index)
    {
        var none = static (CancellationToken _) => Task.FromResult(None);
        // The index first: without a second pass a search costs nothing more than before.
        if (string.IsNullOrWhiteSpace(text) || index.ReadDeepSets().Serving is not { } set) return none;
        ModelSettings settings;
        ServedModels served;
        try
        {
            (settings, served) = models.Current();
        }
        catch (ModelException error)
        {
            return _ => Task.FromResult(new Outcome(null, error.Message));
        }

        if (settings.Embedder is null) return none;
        lock (_gate)
        {
            if (_failure is { } failure && TimeProvider.System.GetElapsedTime(failure.At) < options.RetryAfter) return _ => Task.FromResult(new Outcome(null, failure.Note));
            if (_late is { IsCompleted: false }) return _ => Task.FromResult(new Outcome(null, TooLate(set)));
            _late = null;
        }

        // Not cancelled with the search: a model that is being started is there for the next one.
        var embedding = Task.Run(() => EmbedAsync(text, filter.Kind == Documents.ChunkKind.Section ? EmbeddingTask.Prose : EmbeddingTask.Code, set, settings, served));
        return cancellationToken => AwaitAsync(embedding, set, cancellationToken);
    }

    /// <summary>How to reach the embedder again that made a set; null where that is not told.</summary>
    public static ModelChoice? OriginOf(VectorSet set)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelChoice>(set.Origin);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The embedder whose vectors a set holds.</summary>
    /// <exception cref="ModelException">It is not there any more, or is another by now.</exception>
    public static async Task<ServedEmbedder> EmbedderOfAsync(VectorSet set, ModelSettings settings, ServedModels served, CancellationToken cancellationToken)
    {
        var name = NameOf(set);
        var origin = OriginOf(set) ?? throw new ModelException(ModelError.NotFound, $"The index does not tell where {name} is. Run `localrag index PATH --deep` to fill in its vectors anew.");
        // The key's variable may have been renamed since; what decides a vector's value may not.
        if (settings.Embedder is { } current && current.Url == origin.Url && current.Model == origin.Model) origin = origin with { KeyVariable = current.KeyVariable };
        var embedder = await served.EmbedderAsync(origin, cancellationToken).ConfigureAwait(false);
        return DeepPass.FingerprintOf(embedder, set.Dimension) == set.Fingerprint
            ? embedder
            : throw new ModelException(ModelError.InvalidRequest, $"{name} is another model by now than the one that made the index's deep vectors. Run `localrag index PATH --deep` to fill in its vectors anew.");
    }

    public static string NameOf(VectorSet set) => EmbeddingFingerprint.Parse(set.Fingerprint).Model;

    private async Task<DeepQuery> EmbedAsync(string text, EmbeddingTask task, VectorSet set, ModelSettings settings, ServedModels served)
    {
        ServedEmbedder? embedder = null;
        lock (_gate)
            if (_known is { } known && known.Set == set.Fingerprint && known.Models == served) embedder = known.Embedder;
        if (embedder is null)
        {
            embedder = await EmbedderOfAsync(set, settings, served, CancellationToken.None).ConfigureAwait(false);
            lock (_gate) _known = (set.Fingerprint, served, embedder);
        }

        var vector = await embedder.EmbedQueryAsync(text, task, CancellationToken.None).ConfigureAwait(false);
        return vector.Length == set.Dimension
            ? new DeepQuery(set, vector)
            : throw new ModelException(ModelError.Failed, $"{embedder.Name} gave a vector of {vector.Length} dimensions where its others have {set.Dimension}.");
    }

    private async Task<Outcome> AwaitAsync(Task<DeepQuery> embedding, VectorSet set, CancellationToken cancellationToken)
    {
        try
        {
            var query = await embedding.WaitAsync(options.QueryWait, cancellationToken).ConfigureAwait(false);
            lock (_gate) _failure = null;
            return new Outcome(query, null);
        }
        catch (TimeoutException)
        {
            lock (_gate) _late = embedding;
            return new Outcome(null, TooLate(set));
        }
        catch (ModelException error)
        {
            lock (_gate)
            {
                _failure = (error.Message, TimeProvider.System.GetTimestamp());
                _known = null;
            }

            return new Outcome(null, error.Message);
        }
    }

    private string TooLate(VectorSet set) => $"{NameOf(set)} was not ready within {options.QueryWait.TotalSeconds:0.#} seconds, so the search went on without it.";
}

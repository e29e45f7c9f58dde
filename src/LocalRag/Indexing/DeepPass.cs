using System.Diagnostics;
using LocalRag.Documents;
using LocalRag.Embedding;
using LocalRag.Models;
using LocalRag.Models.Serving;
using LocalRag.Storage;

namespace LocalRag.Indexing;

/// <summary>
/// The second pass: gives every chunk a vector of a served embedder, behind the built-in one's. Each request's vectors are committed as they come,
/// so that a pass that ends anywhere is taken up there. It holds no lock of the index but for the moments in which a set begins or takes over,
/// and rests while a run writes.
/// </summary>
internal sealed class DeepPass(IndexStore store, DeepPace pace)
{
    /// <summary>After so many chunks what is asked for most may be another.</summary>
    private const int ChunksPerRound = 4_096;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    /// <summary>The fingerprint of what a served embedder makes of our texts.</summary>
    public static string FingerprintOf(ServedEmbedder embedder, int dimension) => new EmbeddingFingerprint(
        embedder.Name, embedder.Identity, dimension, embedder.Family.Pooling.ToString().ToLowerInvariant(), true, embedder.Family.QueryPrefix, embedder.Family.DocumentPrefix).ToString();

    /// <param name="origin">How to reach the embedder again, kept with its vectors.</param>
    /// <param name="oldServes">Tells whether vectors of another embedder can still be searched with.</param>
    /// <exception cref="KnowledgeBaseException">There is no index; or another process is at its second pass.</exception>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public async Task<DeepReport> RunAsync(ServedEmbedder embedder, string origin, Func<VectorSet, CancellationToken, Task<bool>> oldServes, IProgress<DeepProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var writer = store.OpenDeepWriter();
        using var reader = store.OpenReader();
        var dimension = (await embedder.EmbedDocumentsAsync(["dimension"], cancellationToken).ConfigureAwait(false))[0].Length;
        var fingerprint = FingerprintOf(embedder, dimension);
        var run = new Run(embedder, writer, progress);
        var keep = reader.ReadDeepSets().Serving is not { } serving || serving.Fingerprint == fingerprint || await oldServes(serving, cancellationToken).ConfigureAwait(false);
        var set = run.Set = await LockedAsync(index => index.BeginDeepSet(fingerprint, dimension, origin, keep), run, cancellationToken).ConfigureAwait(false);
        do
        {
            while (run.Begin(reader) is { Count: > 0 } missing)
                await FillAsync(run, reader, missing, cancellationToken).ConfigureAwait(false);
        }
        while (reader.ReadDeepSets().Next?.Id == set.Id && !await LockedAsync(index => index.FinishDeepSet(set), run, cancellationToken).ConfigureAwait(false));

        var (vectors, chunks) = reader.CountInSet(set);
        return new DeepReport(embedder.Name, vectors, chunks, run.Embedded, run.Reused, clock.Elapsed.TotalSeconds, run.PerSecond, reader.ReadDeepSets().Serving?.Id == set.Id);
    }

    private async Task FillAsync(Run run, IndexReader reader, IReadOnlyList<MissingVector> missing, CancellationToken cancellationToken)
    {
        var round = missing.OrderByDescending(chunk => pace.Demand(chunk.DocumentId)).ThenByDescending(chunk => chunk.Modified).ThenBy(chunk => chunk.ChunkId).Take(ChunksPerRound).ToList();
        foreach (var copied in round.Chunk(1_000))
            await WriteAsync(run, () => run.Writer.TryCopy(run.Set, [.. copied.Select(chunk => chunk.ChunkId)]), cancellationToken).ConfigureAwait(false);
        var known = reader.FindInSet(run.Set, round.Select(chunk => chunk.ChunkId));
        run.Reuse(known.Count);

        var texts = round.Where(chunk => !known.Contains(chunk.ChunkId)).GroupBy(chunk => chunk.Hash).Chunk(pace.TextsPerRequest);
        var underWay = new Queue<Task<Embedded>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            foreach (var request in texts)
            {
                await GiveWayAsync(run, stop.Token).ConfigureAwait(false);
                underWay.Enqueue(EmbedAsync(run, reader, request, stop.Token));
                if (underWay.Count >= pace.Requests) await KeepAsync(run, await underWay.Dequeue().ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }

            while (underWay.Count > 0) await KeepAsync(run, await underWay.Dequeue().ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(underWay).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Embedded> EmbedAsync(Run run, IndexReader reader, IReadOnlyList<IGrouping<ContentHash, MissingVector>> texts, CancellationToken cancellationToken)
    {
        // A chunk may have gone since it was found missing.
        var chunks = reader.ReadChunks([.. texts.Select(text => text.First().ChunkId)]);
        var there = texts.Where(text => chunks.ContainsKey(text.First().ChunkId)).ToList();
        if (there.Count == 0) return new Embedded([], 0);
        run.Working.Start();
        var vectors = await EmbedAsync(run.Embedder, [.. there.Select(text => DocumentPreparer.TextToEmbed(chunks[text.First().ChunkId].Chunk))], cancellationToken).ConfigureAwait(false);
        var result = there.Select((text, i) => new DeepVector(text.Key, [.. text.Select(chunk => chunk.ChunkId)], vectors[i])).ToList();
        return new Embedded(result, there.Sum(text => (long)text.First().Length));
    }

    /// <summary>Embeds texts. A server that cannot cut refuses a whole request for one text that is too long, so that one is looked for and halved.</summary>
    private static async Task<IReadOnlyList<float[]>> EmbedAsync(ServedEmbedder embedder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return await embedder.EmbedDocumentsAsync(texts, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelException error) when (error.Error == ModelError.TooLong && (texts.Count > 1 || texts[0].Length > 1))
        {
            if (texts.Count == 1) return await EmbedAsync(embedder, [texts[0][..(texts[0].Length / 2)]], cancellationToken).ConfigureAwait(false);
            var first = await EmbedAsync(embedder, [.. texts.Take(texts.Count / 2)], cancellationToken).ConfigureAwait(false);
            return [.. first, .. await EmbedAsync(embedder, [.. texts.Skip(texts.Count / 2)], cancellationToken).ConfigureAwait(false)];
        }
    }

    private static async Task KeepAsync(Run run, Embedded embedded, CancellationToken cancellationToken)
    {
        run.Count(embedded);
        if (embedded.Vectors.Count > 0) await WriteAsync(run, () => run.Writer.TryWrite(run.Set, embedded.Vectors, run.PerSecond), cancellationToken).ConfigureAwait(false);
        run.Report(null);
    }

    /// <summary>Rests while a run writes, and while whoever set the pace wants the machine.</summary>
    private async Task GiveWayAsync(Run run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (pace.GiveWay is { } giveWay) await giveWay(cancellationToken).ConfigureAwait(false);
        while (store.IsBeingWritten())
        {
            run.Rest("an indexing run is under way");
            await Task.Delay(Rest, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(Run run, Func<DeepWrite> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (write())
            {
                case DeepWrite.Done: return;
                case DeepWrite.Dropped: throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"The vectors of {run.Embedder.Name} are no longer wanted: another embedder has been chosen meanwhile.");
            }

            run.Rest("an indexing run is under way");
            await Task.Delay(Rest, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does something under the lock of a run, as soon as none is under way.</summary>
    private async Task<T> LockedAsync<T>(Func<IndexWriter, T> change, Run run, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var index = store.OpenWriter();
                return change(index);
            }
            catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.Locked)
            {
                run.Rest("an indexing run is under way");
                await Task.Delay(Rest, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private sealed record Embedded(IReadOnlyList<DeepVector> Vectors, long Characters);

    /// <summary>What a pass knows of itself.</summary>
    private sealed class Run(ServedEmbedder embedder, DeepWriter writer, IProgress<DeepProgress>? progress)
    {
        private int _done;
        private int _total;
        private long _charactersLeft;
        private long _charactersDone;

        public ServedEmbedder Embedder => embedder;

        public DeepWriter Writer => writer;

        public VectorSet Set { get; set; } = null!;

        /// <summary>Runs while requests are under way.</summary>
        public Stopwatch Working { get; } = new();

        public int Embedded { get; private set; }

        public int Reused { get; private set; }

        public double? PerSecond => Embedded > 0 ? Embedded / Working.Elapsed.TotalSeconds : null;

        public IReadOnlyList<MissingVector> Begin(IndexReader reader)
        {
            using var snapshot = reader.BeginSnapshot();
            var missing = reader.ReadMissing(Set);
            (_done, _total) = reader.CountInSet(Set);
            _charactersLeft = missing.Sum(chunk => (long)chunk.Length);
            return missing;
        }

        public void Reuse(int chunks)
        {
            Reused += chunks;
            _done += chunks;
        }

        public void Count(Embedded embedded)
        {
            Embedded += embedded.Vectors.Count;
            _done += embedded.Vectors.Sum(vector => vector.ChunkIds.Count);
            _charactersDone += embedded.Characters;
            _charactersLeft -= embedded.Characters;
        }

        public void Rest(string why)
        {
            Working.Stop();
            Report(why);
        }

        public void Report(string? waiting) => progress?.Report(new DeepProgress(
            embedder.Name, _done, _total, PerSecond,
            _charactersDone > 0 ? Working.Elapsed * ((double)Math.Max(0, _charactersLeft) / _charactersDone) : null) { Waiting = waiting });
    }
}

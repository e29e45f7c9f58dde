using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using LocalRag.Chunking;
using LocalRag.Documents;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Indexing;

/// <summary>
/// Runs one indexing run: workers on all cores read, chunk and embed batches of files, one writer writes them.
/// A bad file is reported and the run goes on; what was written before a cancellation or a kill is there for the next run to resume from.
/// </summary>
internal sealed class Indexer(IndexStore store, ChunkerCatalog chunkers, DocumentPreparer preparer, SourceOptions sourceOptions) : IDisposable
{
    /// <summary>Bounds the memory of a batch, whatever the number of its files.</summary>
    private const long MaxBatchBytes = 8 << 20;

    /// <summary>Documents that may wait for the writer: enough to keep it busy, few enough to keep memory flat.</summary>
    private const int MaxWaiting = 128;

    /// <summary>Full text merges a segment for each commit, so documents share commits; a kill loses this many at most.</summary>
    private const int DocumentsPerCommit = 256;

    /// <summary>A file written so shortly before it was read could be written again without its time changing.</summary>
    private static readonly TimeSpan TimestampGrain = TimeSpan.FromMilliseconds(50);

    /// <summary>Held by a short update, so that a run in the same process waits for it rather than fail.</summary>
    private readonly SemaphoreSlim _updates = new(1, 1);

    /// <param name="scanSeconds">What listing took, for the report.</param>
    public async Task<IndexReport> RunAsync(IndexRequest request, SourceListing listing, double scanSeconds, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        using var writer = await OpenWriterAsync(cancellationToken).ConfigureAwait(false);
        var source = writer.AddSource(listing.Root, request.Name, listing.Settings.Name);
        var plan = IndexPlan.Create(listing.Files, writer.ReadDocuments(source.Id), request.Full || writer.ChunkingChanged);
        using var run = new Run(plan, scanSeconds, progress);
        var generation = await ExecuteAsync(run, writer, source, listing, [], cancellationToken).ConfigureAwait(false);
        var documents = writer.ReadDocuments(source.Id);
        var skipped = listing.Skipped
            .Concat(documents.Where(document => document.LeftOut is not null).Select(document => new SkippedFile(document.Path, document.LeftOut!)))
            .OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        var failures = run.Failures.OrderBy(failure => failure.Path, StringComparer.Ordinal).ToList();
        var (files, chunks) = writer.Count(source.Id);
        run.Report(IndexPhase.Done);
        return new IndexReport
        {
            Source = source.Name,
            Root = source.Root,
            Files = files,
            Chunks = chunks,
            Added = run.Added,
            Changed = run.Changed,
            Removed = run.Removed,
            Unchanged = plan.Unchanged.Count(document => document.LeftOut is null) + run.Touched,
            Embedded = run.Embedded,
            Skipped = skipped,
            Failures = failures,
            Fallbacks = [.. documents.Where(document => document.Fallback is not null).Select(document => new FileFailure(document.Path, document.Fallback!))],
            Seconds = run.Timings,
            Generation = generation,
            Warnings = [.. listing.Settings.Warnings, .. listing.GitProblem is { } problem ? [$"git was not asked, so its ignore rules were read without it: {problem}"] : Array.Empty<string>()],
        };
    }

    /// <summary>Takes in what a comparison found, without listing the folder again or reading of the index more than it touches.</summary>
    /// <exception cref="KnowledgeBaseException">Another process writes to the index, or its chunks are of other rules, which takes a whole run.</exception>
    public async Task<IndexUpdate> UpdateAsync(StoredSource source, WorktreeChanges changes, CancellationToken cancellationToken)
    {
        // While the index opens for writing.
        var warming = chunkers.WarmAsync(changes.Added.Concat(changes.Changed).Select(file => file.Path));
        BeginUpdate();
        try
        {
            return await TakeInAsync(source, changes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _updates.Release();
            await warming.ConfigureAwait(false);
        }
    }

    private async Task<IndexUpdate> TakeInAsync(StoredSource source, WorktreeChanges changes, CancellationToken cancellationToken)
    {
        using var writer = store.OpenWriter();
        if (writer.FindSource(source.Id) is not { } current || current.Root != source.Root) return IndexUpdate.None;
        if (writer.ChunkingChanged)
            throw new KnowledgeBaseException(KnowledgeBaseError.IndexMissing, $"The index was made with other sizes or rules of chunks. Run `localrag index` on {source.Name} to make it anew.");
        var listing = changes.Listing;
        // What an interrupted run left is published together with this update, so all of it has to be looked at again.
        var plan = writer.HasUnpublished(source.Id)
            ? IndexPlan.Create(listing.Files, writer.ReadDocuments(source.Id), rereadAll: false)
            : IndexPlan.Create([.. changes.Added, .. changes.Changed], writer.FindDocuments(source.Id, changes.Paths), rereadAll: false);
        using var run = new Run(plan, 0, null);
        var generation = await ExecuteAsync(run, writer, current, listing, StandingFailures(writer, source.Id, listing, plan.ToRead), cancellationToken).ConfigureAwait(false);
        return new IndexUpdate(run.Added, run.Changed, run.Removed, run.Embedded, [.. run.Failures], generation);
    }

    /// <summary>Notes what is checked out and what is left out now, where no file that is indexed has changed.</summary>
    /// <exception cref="KnowledgeBaseException">Another process writes to the index.</exception>
    public void Note(StoredSource source, SourceListing listing)
    {
        BeginUpdate();
        try
        {
            using var writer = store.OpenWriter();
            if (writer.FindSource(source.Id) is not { } current || current.Root != source.Root || writer.HasUnpublished(source.Id) || writer.ChunkingChanged) return;
            writer.Publish(current with { Commit = listing.Head?.Commit, Branch = listing.Head?.Branch }, [.. LeftOut(listing), .. StandingFailures(writer, source.Id, listing, [])]);
        }
        finally
        {
            _updates.Release();
        }
    }

    public void Dispose() => _updates.Dispose();

    /// <summary>A search does not wait for another's update, as it does not for another process's.</summary>
    private void BeginUpdate()
    {
        if (!_updates.Wait(0)) throw new KnowledgeBaseException(KnowledgeBaseError.Locked, $"The index at {store.FilePath} is being brought up to date. Try again in a moment.");
    }

    private async Task<IndexWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        await _updates.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return store.OpenWriter();
        }
        finally
        {
            _updates.Release();
        }
    }

    private static IEnumerable<FileNote> LeftOut(SourceListing listing) => listing.Skipped.Select(file => new FileNote(NoteKind.Skipped, file.Path, file.Reason));

    /// <summary>The failures of earlier runs that stand: of files that are still to be indexed and are not tried again now.</summary>
    private static IReadOnlyList<FileNote> StandingFailures(IndexWriter writer, long sourceId, SourceListing listing, IReadOnlyList<PlannedFile> tried)
    {
        var failures = writer.ReadNotes(sourceId).Where(note => note.Kind == NoteKind.Failure).ToList();
        if (failures.Count == 0) return failures;
        var untried = listing.Files.Select(file => file.Path).Except(tried.Select(planned => planned.File.Path)).ToHashSet(StringComparer.Ordinal);
        return [.. failures.Where(note => untried.Contains(note.Path))];
    }

    private async Task<long> ExecuteAsync(Run run, IndexWriter writer, StoredSource source, SourceListing listing, IReadOnlyList<FileNote> keptNotes, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var document in run.Plan.Removed) writer.Remove(document);
            await IndexAsync(run, writer, source, listing.Root, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whole documents only: what is done is kept for the next run, also when this one is being cancelled.
            writer.Commit();
        }

        cancellationToken.ThrowIfCancellationRequested();
        run.Report(IndexPhase.Publishing);
        var notes = LeftOut(listing)
            .Concat(run.Failures.Select(failure => new FileNote(NoteKind.Failure, failure.Path, failure.Reason))).Concat(keptNotes);
        return Run.Timed(ref run.WriteTicks, () =>
            writer.Publish(source with { IndexedAt = DateTimeOffset.UtcNow, Commit = listing.Head?.Commit, Branch = listing.Head?.Branch }, [.. notes]));
    }

    private async Task IndexAsync(Run run, IndexWriter writer, StoredSource source, string root, CancellationToken cancellationToken)
    {
        run.Report(IndexPhase.Indexing);
        var finished = Channel.CreateBounded<Finished>(MaxWaiting);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = Task.Run(() => WriteAsync(run, finished.Reader, writer, source.Id, stop), CancellationToken.None);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(Batches(run.Plan.ToRead), options, async (batch, token) =>
                await PrepareAsync(run, batch, root, finished.Writer, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The writer failed and stopped the workers; its own error is the one to show.
        }
        finally
        {
            finished.Writer.Complete();
            await writing.ConfigureAwait(false);
        }
    }

    /// <summary>Groups files by chunker; those with the largest batches first, because a long last batch would leave the other cores idle.</summary>
    private IEnumerable<Batch> Batches(IReadOnlyList<PlannedFile> files)
    {
        foreach (var group in files.GroupBy(file => chunkers.For(Languages.Of(file.File.Path))).OrderByDescending(group => group.Key.BatchSize))
        {
            var (batch, bytes) = (new List<PlannedFile>(), 0L);
            foreach (var file in group)
            {
                if (batch.Count > 0 && (batch.Count == group.Key.BatchSize || bytes + file.File.Size > MaxBatchBytes))
                {
                    yield return new Batch(group.Key, batch);
                    (batch, bytes) = ([], 0);
                }

                batch.Add(file);
                bytes += file.File.Size;
            }

            yield return new Batch(group.Key, batch);
        }
    }

    private async Task PrepareAsync(Run run, Batch batch, string root, ChannelWriter<Finished> finished, CancellationToken cancellationToken)
    {
        var read = new List<(PlannedFile Planned, SourceDocument Document, long Modified)>(batch.Files.Count);
        foreach (var planned in batch.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The size and time of the listing, not of now: a file written in between differs from them, and is read again by the next run.
            var modified = DateTime.UtcNow.Ticks - planned.File.LastChangeTicks < TimestampGrain.Ticks ? -planned.File.LastChangeTicks : planned.File.LastChangeTicks;
            var (document, skipped, failure) = FileReader.Read(root, planned.File, sourceOptions);
            if (document is null)
                await finished.WriteAsync(skipped is null ? new Finished(planned, null, failure) : new Finished(planned, LeftOut(planned.File, skipped.Reason, modified)), cancellationToken).ConfigureAwait(false);
            else if (planned.Known is { LeftOut: null } known && known.Hash == document.Hash && !run.Plan.RereadAll)
                await finished.WriteAsync(new Finished(planned, null) { TouchedAt = modified }, cancellationToken).ConfigureAwait(false);
            else
                read.Add((planned, document, modified));
        }

        if (read.Count == 0) return;
        var began = Stopwatch.GetTimestamp();
        var chunked = await batch.Chunker.ChunkAsync([.. read.Select(file => file.Document)], cancellationToken).ConfigureAwait(false);
        Run.AddTicks(ref run.ChunkTicks, began);
        if (!run.Caches.TryTake(out var cache)) cache = store.OpenReader();
        try
        {
            for (var i = 0; i < read.Count; i++)
            {
                began = Stopwatch.GetTimestamp();
                var prepared = preparer.Prepare(chunked[i], read[i].Planned.File.Size, read[i].Modified, cache);
                Run.AddTicks(ref run.EmbedTicks, began);
                await finished.WriteAsync(new Finished(read[i].Planned, prepared), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            run.Caches.Add(cache);
        }
    }

    private static PreparedDocument LeftOut(SourceFile file, string reason, long modified) => new()
    {
        Path = file.Path,
        Language = Languages.Of(file.Path),
        Hash = ContentHash.Of(ReadOnlySpan<byte>.Empty),
        Size = file.Size,
        Modified = modified,
        LeftOut = reason,
        Chunks = [],
    };

    private static async Task WriteAsync(Run run, ChannelReader<Finished> finished, IndexWriter writer, long sourceId, CancellationTokenSource stop)
    {
        try
        {
            var uncommitted = 0;
            await foreach (var file in finished.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                Run.Timed(ref run.WriteTicks, () =>
                {
                    if (file.TouchedAt is { } modified) writer.Touch(file.Planned.Known!, file.Planned.File.Size, modified);
                    else if (file.Document is { } document) writer.Write(sourceId, document, file.Planned.Known);
                    else if (file.Planned.Known is { } unreadable) writer.Remove(unreadable);
                    if (++uncommitted % DocumentsPerCommit == 0) writer.Commit();
                    return 0;
                });
                run.Finish(file);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            // Workers may be waiting for room in the channel.
            await foreach (var _ in finished.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)) continue;
            throw;
        }
    }

    private sealed record Batch(IChunker Chunker, IReadOnlyList<PlannedFile> Files);

    /// <summary>A file that a worker is done with: a document to write, a new time of an old one, or a failure.</summary>
    private sealed record Finished(PlannedFile Planned, PreparedDocument? Document, string? Failure = null)
    {
        /// <summary>The file's new time, where its content is what it was.</summary>
        public long? TouchedAt { get; init; }
    }

    /// <summary>The counters of a run. The writer alone counts; the clocks of the phases are shared.</summary>
    private sealed class Run(IndexPlan plan, double scanSeconds, IProgress<IndexProgress>? progress) : IDisposable
    {
        public long ChunkTicks;
        public long EmbedTicks;
        public long WriteTicks;
        private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);
        private readonly Stopwatch _elapsed = Stopwatch.StartNew();
        private readonly long _bytesTotal = plan.ToRead.Sum(file => file.File.Size);
        private TimeSpan _lastReport;
        private int _files;
        private long _bytes;
        private int _chunks;
        private string? _path;

        public IndexPlan Plan => plan;

        public List<FileFailure> Failures { get; } = [];

        /// <summary>Readers of the embedding cache that no worker holds.</summary>
        public ConcurrentBag<IndexReader> Caches { get; } = [];

        public int Added { get; private set; }

        public int Changed { get; private set; }

        public int Removed { get; private set; } = plan.Removed.Count(document => document.LeftOut is null);

        public int Touched { get; private set; }

        public int Embedded { get; private set; }

        public IndexTimings Timings => new(
            scanSeconds, Seconds(ChunkTicks), Seconds(EmbedTicks), Seconds(WriteTicks), scanSeconds + _elapsed.Elapsed.TotalSeconds);

        public static void AddTicks(ref long clock, long began) => Interlocked.Add(ref clock, Stopwatch.GetTimestamp() - began);

        public static T Timed<T>(ref long clock, Func<T> work)
        {
            var began = Stopwatch.GetTimestamp();
            var result = work();
            AddTicks(ref clock, began);
            return result;
        }

        public void Finish(Finished file)
        {
            _files++;
            _bytes += file.Planned.File.Size;
            _path = file.Planned.File.Path;
            if (file.Failure is { } reason) Failures.Add(new FileFailure(_path, reason));
            else if (file.TouchedAt is not null) Touched++;
            else if (file.Document is { LeftOut: null } document)
            {
                if (file.Planned.Known is { LeftOut: null }) Changed++;
                else Added++;
                _chunks += document.Chunks.Count;
                Embedded += document.Chunks.Count(chunk => chunk.NewlyEmbedded);
            }
            else if (file.Planned.Known is { LeftOut: null }) Removed++;

            if (_elapsed.Elapsed - _lastReport >= ReportInterval) Report(IndexPhase.Indexing);
        }

        public void Report(IndexPhase phase)
        {
            _lastReport = _elapsed.Elapsed;
            progress?.Report(new IndexProgress(phase, _files, plan.ToRead.Count, _bytes, _bytesTotal, _chunks, _elapsed.Elapsed) { CurrentPath = _path });
        }

        public void Dispose()
        {
            foreach (var cache in Caches) cache.Dispose();
        }

        private static double Seconds(long ticks) => Stopwatch.GetElapsedTime(0, ticks).TotalSeconds;
    }
}

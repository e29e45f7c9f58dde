using System.Diagnostics;
using System.Globalization;
using LocalRag.Indexing;
using LocalRag.Retrieval;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Watching;

/// <summary>
/// Stands before each search: compares the sources with their folders, takes in what changed where that is quick,
/// and else tells exactly what has changed and why it was not taken in.
/// </summary>
internal sealed class FreshnessGate(IndexStore store, Indexer indexer, SourceOptions sourceOptions, FreshnessOptions options) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<(long Id, string Root), FollowedSource> _followed = [];
    private readonly UpdateEstimate _estimate = new();
    private readonly CancellationTokenSource _ending = new();

    /// <summary>What a hit's file turned out to be.</summary>
    private enum Look
    {
        Changed,
        Same,
        Withheld,
    }

    /// <summary>Brings sources up to date as far as the budget reaches.</summary>
    /// <param name="reader">Sees what was taken in afterwards; in no snapshot.</param>
    public async Task<IReadOnlyList<RefreshedSource>> RefreshAsync(IReadOnlyList<StoredSource> sources, IndexReader reader, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var left = options.UpdateBudget;
            var result = new List<RefreshedSource>(sources.Count);
            foreach (var source in sources)
            {
                var followed = Compare(source, reader, cancellationToken);
                var (freshness, took) = await TakeInAsync(followed, reader, left, cancellationToken).ConfigureAwait(false);
                left -= took;
                result.Add(freshness);
            }

            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Compares a source with its folder and changes nothing.</summary>
    /// <returns>What differs; null where the folder is gone.</returns>
    public async Task<WorktreeChanges?> CompareAsync(StoredSource source, IndexReader reader, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Compare(source, reader, cancellationToken).Changes;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives those of the indexed paths that differ from the commit that is checked out; none as well where git cannot tell.</summary>
    public async Task<IReadOnlySet<string>> UncommittedAmongAsync(StoredSource source, IEnumerable<string> paths, IndexReader reader, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Compare(source, reader, cancellationToken).UncommittedAmongAsync(paths, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Adds to a result how fresh it is, and marks the hits whose files have changed or are not committed.</summary>
    public async Task<SearchResult> MarkAsync(SearchResult result, IReadOnlyList<RefreshedSource> sources, IndexReader reader, CancellationToken cancellationToken)
    {
        var marked = LookAgain(Mark(result, sources, reader), sources, reader);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var uncommitted = new HashSet<(string, string)>();
            foreach (var (source, _, _, _) in sources)
            {
                var paths = marked.Hits.Where(hit => hit.Source == source.Name).Select(hit => hit.Path).Distinct().ToList();
                if (paths.Count == 0 || !_followed.TryGetValue((source.Id, source.Root), out var followed)) continue;
                foreach (var path in await followed.UncommittedAmongAsync(paths, cancellationToken).ConfigureAwait(false)) uncommitted.Add((source.Name, path));
            }

            return uncommitted.Count == 0 ? marked : marked with { Hits = [.. marked.Hits.Select(hit => uncommitted.Contains((hit.Source, hit.Path)) ? hit with { Uncommitted = true } : hit)] };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Takes out the hits whose files are gone, are left out now or hold a secret now; the index still has them where another run or the budget
    /// was in the way. Takes the mark from those whose files say the same in spite of another time, as after <c>chown -R</c>.
    /// </summary>
    private SearchResult LookAgain(SearchResult result, IReadOnlyList<RefreshedSource> sources, IndexReader reader)
    {
        var looks = new Dictionary<(string, string), Look>();
        foreach (var (source, changes, _, _) in sources)
        {
            if (changes is not { Count: > 0 }) continue;
            var removed = changes.Removed.ToHashSet(StringComparer.Ordinal);
            foreach (var path in result.Hits.Where(hit => hit.ChangedOnDisk && hit.Source == source.Name).Select(hit => hit.Path).Distinct())
                looks[(source.Name, path)] = removed.Contains(path) ? Look.Withheld : LookAt(source, changes.Changed.FirstOrDefault(file => file.Path == path), reader);
        }

        if (looks.Values.All(look => look == Look.Changed)) return result;
        return result with
        {
            Hits = [.. result.Hits.Where(hit => looks.GetValueOrDefault((hit.Source, hit.Path)) != Look.Withheld)
                .Select((hit, i) => hit with { Rank = i + 1, ChangedOnDisk = hit.ChangedOnDisk && looks.GetValueOrDefault((hit.Source, hit.Path)) != Look.Same })],
        };
    }

    private Look LookAt(StoredSource source, SourceFile? file, IndexReader reader)
    {
        if (file is null) return Look.Changed;
        var read = FileReader.Read(source.Root, file, sourceOptions);
        if (read.Skipped is not null) return Look.Withheld;
        return read.Document is { } now && reader.FindDocuments(source.Id, [file.Path]) is [var stored, ..] && stored.Hash == now.Hash ? Look.Same : Look.Changed;
    }

    private static SearchResult Mark(SearchResult result, IReadOnlyList<RefreshedSource> sources, IndexReader reader)
    {
        if (sources.Count == 0) return result;
        var told = new List<SourceFreshness>(sources.Count);
        var stale = new HashSet<(string Source, string Path)>();
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (source, changes, indexedNow, _) in sources)
        {
            if (changes is null) gone.Add(source.Name);
            else foreach (var path in changes.Paths) stale.Add((source.Name, path));
            var head = changes?.Listing.Head;
            told.Add(new(source.Name, source.Commit, head?.Commit, head?.Branch, changes?.Count ?? reader.Count(source.Id).Documents, indexedNow));
        }

        return result with
        {
            Freshness = Freshness.Of([.. told.OrderBy(source => result.Hits.FirstOrDefault(hit => hit.Source == source.Source)?.Rank ?? int.MaxValue).ThenByDescending(source => source.ChangedFiles)]) with
            {
                Remedy = string.Join(" ", sources.Select(source => source.Remedy).OfType<string>()) is { Length: > 0 } remedies ? remedies : null,
            },
            Notes = [.. result.Notes, .. sources.Select(source => source.Changes is { } changes ? NotRead(source.Source, changes) : null).OfType<string>()],
            Hits = stale.Count == 0 && gone.Count == 0
                ? result.Hits
                : [.. result.Hits.Select(hit => gone.Contains(hit.Source) || stale.Contains((hit.Source, hit.Path)) ? hit with { ChangedOnDisk = true } : hit)],
        };
    }

    /// <summary>What to tell, with the remedy, of a source whose folder is gone.</summary>
    public static string Gone(StoredSource source) => $"The folder of {source.Name} is gone, empty or not readable; bring it back, or take the source out with `localrag remove {source.Name}`.";

    /// <summary>What to tell of a source whose own settings cannot be read; null where they can.</summary>
    public static string? NotRead(StoredSource source, WorktreeChanges changes) =>
        changes.Listing.Settings.Problem is { } problem ? $"{source.Name}: {problem} What it leaves out may be found; mend it, or delete it." : null;

    public void Dispose()
    {
        // Twice is no fault.
        if (_ending.IsCancellationRequested) return;
        _ending.Cancel();
        _ending.Dispose();
        _turn.Dispose();
    }

    private FollowedSource Compare(StoredSource source, IndexReader reader, CancellationToken cancellationToken)
    {
        if (!_followed.TryGetValue((source.Id, source.Root), out var followed))
            _followed.Add((source.Id, source.Root), followed = new FollowedSource(source, sourceOptions, options, _ending.Token));
        followed.Compare(source, reader, reader.Manifest.Generation, cancellationToken);
        return followed;
    }

    private async Task<(RefreshedSource Freshness, TimeSpan Took)> TakeInAsync(FollowedSource followed, IndexReader reader, TimeSpan left, CancellationToken cancellationToken)
    {
        var source = followed.Source;
        if (followed.Changes is not { } changes)
            return (new(source, null, 0, Gone(source)), default);
        try
        {
            var unpublished = reader.CountUnpublished(source.Id);
            if (changes.Count == 0 && unpublished == 0)
            {
                if (followed.IsNotedOtherwise && left > TimeSpan.Zero)
                {
                    indexer.Note(source, changes.Listing);
                    followed.Noted(source = source with { Commit = changes.Head?.Commit, Branch = changes.Head?.Branch });
                }

                return (new(source, changes, 0, null), default);
            }

            if (source.IndexedAt is null) return (Stays($"The first run over {source.Name} has not ended; `localrag index` resumes it."), default);
            if (reader.Manifest.Chunking != store.Chunking) return (Stays($"{source.Name} was indexed with other sizes or rules of chunks; `localrag index` makes it anew."), default);
            var estimate = _estimate.Of(changes, unpublished);
            if (estimate > left)
            {
                _estimate.Forget();
                return (Stays(TooMuch(source, changes, estimate)), default);
            }

            var began = Stopwatch.GetTimestamp();
            var update = await indexer.UpdateAsync(source, changes, cancellationToken).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(began);
            _estimate.Learn(changes, unpublished, took);
            var stored = source with { Commit = changes.Head?.Commit, Branch = changes.Head?.Branch };
            followed.TakenIn(stored, reader, update);
            return (new(stored, followed.Changes, update.Files, null), took);
        }
        catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.Locked)
        {
            // To wait for another run would make a search hang for minutes.
            return (Stays($"Another run is writing to the index, so the changes of {source.Name} are not in yet."), default);
        }

        // Where no file differs there is nothing to tell, whatever is still to be done.
        RefreshedSource Stays(string why) => new(source, changes, 0, changes.Count == 0 ? null : why);
    }

    private string TooMuch(StoredSource source, WorktreeChanges changes, TimeSpan estimate) => string.Create(
        CultureInfo.InvariantCulture,
        $"To take in {(changes.Count == 1 ? "the changed file" : $"the {changes.Count} changed files")} of {source.Name} takes about {Math.Ceiling(estimate.TotalSeconds * 10) / 10:0.0} s, more than freshness.updateBudget in settings.json ({options.UpdateBudget.TotalMilliseconds:0} ms) allows before a search; run `localrag index`.");
}

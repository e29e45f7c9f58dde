using System.Diagnostics;
using LocalRag.Indexing;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Watching;

/// <summary>
/// Compares one source with its folder, and remembers between comparisons what the index holds and what was seen,
/// so that asking again within a moment costs a look at git's files and asking later costs one walk.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
/// <param name="ending">Ends what goes on between comparisons.</param>
internal sealed class FollowedSource(StoredSource source, SourceOptions sourceOptions, FreshnessOptions options, CancellationToken ending)
{
    /// <summary>The share of time that comparisons may take, however slow the disk is.</summary>
    private const int IntervalPerWalk = 10;

    private static readonly Task<UncommittedFiles?> Nothing = Task.FromResult<UncommittedFiles?>(null);

    private readonly Dictionary<string, StoredDocument> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<SourceFile> _unreadable = [];
    private readonly HashSet<SourceFile> _settled = [];
    private HashSet<string> _failed = new(StringComparer.Ordinal);
    private HashSet<SkippedFile> _leftOut = [];
    private long _generation = -1;
    private long _comparedAt;
    private TimeSpan _took;
    private string? _stamp;
    private Task<UncommittedFiles?> _uncommitted = Nothing;

    public StoredSource Source { get; private set; } = source;

    /// <summary>What differed at the last comparison; null where the folder was gone, empty or not readable.</summary>
    public WorktreeChanges? Changes { get; private set; }

    /// <summary>True where another commit or branch is checked out than the index names, or other files are left out.</summary>
    public bool IsNotedOtherwise => Changes is { } changes && (changes.Head?.Commit != Source.Commit || changes.Head?.Branch != Source.Branch || !AreNotesRight(changes.Listing));

    /// <summary>Compares, unless that was done a moment ago and no commit, checkout or run has been since.</summary>
    /// <param name="stored">The source as the reader sees it now.</param>
    public void Compare(StoredSource stored, IndexReader reader, long generation, CancellationToken cancellationToken)
    {
        Source = stored;
        var began = Stopwatch.GetTimestamp();
        var stamp = GitRepository.Find(stored.Root, sourceOptions)?.ReadStamp();
        var holds = options.CheckInterval == TimeSpan.Zero || options.CheckInterval > _took * IntervalPerWalk ? options.CheckInterval : _took * IntervalPerWalk;
        if (generation == _generation && stamp == _stamp && Stopwatch.GetElapsedTime(_comparedAt, began) < holds) return;
        // Git answers while we walk and search.
        if (stamp != _stamp || _uncommitted.IsFaulted || _uncommitted is { IsCompletedSuccessfully: true, Result.IsCurrent: false }) _uncommitted = stamp is null ? Nothing : Task.Run(() => UncommittedFiles.Open(stored.Root, sourceOptions, ending), ending);
        if (generation != _generation) Load(reader, generation);
        _stamp = stamp;
        Changes = Walk(cancellationToken);
        _comparedAt = Stopwatch.GetTimestamp();
        _took = Stopwatch.GetElapsedTime(began, _comparedAt);
    }

    /// <summary>Notes that what differed has been taken in.</summary>
    public void TakenIn(StoredSource stored, IndexReader reader, IndexUpdate update)
    {
        if (Changes is not { } changes) return;
        var paths = changes.Paths.ToList();
        foreach (var path in paths) _documents.Remove(path);
        foreach (var document in reader.FindDocuments(stored.Id, paths)) _documents[document.Path] = document;
        _failed.UnionWith(update.Failures.Select(failure => failure.Path));
        _unreadable.UnionWith(changes.Added.Concat(changes.Changed).Where(file => _failed.Contains(file.Path)));
        // The next generation is this update's; any later one is another run's, and all is read again.
        _generation = update.Generation;
        Noted(stored);
        Changes = changes with { Added = [], Changed = [], Removed = [] };
    }

    /// <summary>Notes that the index names what is checked out and what is left out.</summary>
    public void Noted(StoredSource stored)
    {
        Source = stored;
        if (Changes is not { Listing: var listing }) return;
        _leftOut = [.. listing.Skipped];
        if (_failed.Count > 0) _failed.IntersectWith(listing.Files.Select(file => file.Path));
    }

    /// <summary>Gives those of the indexed paths that differ from the commit that is checked out.</summary>
    public async Task<IReadOnlySet<string>> UncommittedAmongAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        if (_stamp is null || Changes is null) return new HashSet<string>();
        var uncommitted = await _uncommitted.WaitAsync(cancellationToken).ConfigureAwait(false);
        var files = paths.Where(_documents.ContainsKey).Select(path => _documents[path]).Select(document => new SourceFile(document.Path, document.Size, Math.Abs(document.Modified))).ToList();
        return uncommitted?.Among(files, sourceOptions) ?? new HashSet<string>();
    }

    private void Load(IndexReader reader, long generation)
    {
        _documents.Clear();
        foreach (var document in reader.ReadDocuments(Source.Id)) _documents.Add(document.Path, document);
        var notes = reader.ReadNotes(Source.Id);
        _failed = notes.Where(note => note.Kind == NoteKind.Failure).Select(note => note.Path).ToHashSet(StringComparer.Ordinal);
        _leftOut = [.. notes.Where(note => note.Kind == NoteKind.Skipped).Select(note => new SkippedFile(note.Path, note.Reason))];
        _unreadable.Clear();
        _settled.Clear();
        _generation = generation;
    }

    private bool AreNotesRight(SourceListing listing) =>
        _leftOut.SetEquals(listing.Skipped) && (_failed.Count == 0 || _failed.IsSubsetOf(listing.Files.Select(file => file.Path)));

    private WorktreeChanges? Walk(CancellationToken cancellationToken)
    {
        var recorded = _documents.Values.Select(document => new SourceFile(document.Path, document.Size, Math.Abs(document.Modified))).ToList();
        WorktreeChanges changes;
        try
        {
            changes = Worktree.Compare(Source.Root, recorded, sourceOptions, cancellationToken);
        }
        catch (SourceException)
        {
            return null;
        }

        // Most likely its drive is not mounted: to take that in would empty the index.
        if (_documents.Count > 0 && changes.Listing.IsBlank) return null;

        var different = changes.Paths.ToHashSet(StringComparer.Ordinal);
        var rewritten = _documents.Values.Where(document => document.Modified < 0 && !different.Contains(document.Path) && IsRewritten(document))
            .Select(document => new SourceFile(document.Path, document.Size, -document.Modified)).ToList();
        return changes with
        {
            Added = _failed.Count == 0 ? changes.Added : [.. changes.Added.Where(file => !IsStillUnreadable(file))],
            Changed = rewritten.Count == 0 ? changes.Changed : [.. changes.Changed.Concat(rewritten).OrderBy(file => file.Path, StringComparer.Ordinal)],
        };
    }

    /// <summary>A file that was indexed in the very moment of its writing may have been written again at the same time: only its content tells.</summary>
    private bool IsRewritten(StoredDocument document)
    {
        var file = new SourceFile(document.Path, document.Size, -document.Modified);
        if (_settled.Contains(file)) return false;
        var read = FileReader.Read(Source.Root, file, sourceOptions);
        if (read.Document is { } now ? document.LeftOut is not null || now.Hash != document.Hash : read.Skipped?.Reason != document.LeftOut) return true;
        _settled.Add(file);
        return false;
    }

    /// <summary>A file that could not be read when it was indexed has no document, and is no news as long as it still cannot be.</summary>
    private bool IsStillUnreadable(SourceFile file)
    {
        if (!_failed.Contains(file.Path)) return false;
        if (_unreadable.Contains(file)) return true;
        if (FileReader.Read(Source.Root, file, sourceOptions).Failure is null) return false;
        _unreadable.Add(file);
        return true;
    }
}

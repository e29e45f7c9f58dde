using System.Diagnostics;
using System.Text;
using LocalRag.Answering;
using LocalRag.Chunking;
using LocalRag.Embedding;
using LocalRag.Indexing;
using LocalRag.Retrieval;
using LocalRag.Sources;
using LocalRag.Storage;
using LocalRag.Watching;

namespace LocalRag;

/// <summary>An index of folders and repositories that can be searched and asked: the one door that hosts use.</summary>
/// <remarks>Safe for concurrent use. Runs of one knowledge base exclude each other; searches go on beside them.</remarks>
public sealed partial class KnowledgeBase : IDisposable
{
    private readonly Task<StaticEmbedder> _loading;
    private readonly EmbeddingFingerprint _fingerprint;
    private readonly IndexStore _store;
    private readonly SourceOptions _sourceOptions;
    private readonly Indexer _indexer;
    private readonly HybridSearch _search;
    private readonly ExtractiveAnswerer _answerer;
    private readonly AnsweringOptions _answering;
    private readonly Lazy<CitationVerifier> _verifier;
    private readonly ModelAccess _models;
    private readonly DeepOptions _deepOptions;
    private readonly DeepQueries _deepQueries;
    private readonly SearchDemand _demand = new();
    private readonly FreshnessGate _freshness;
    private readonly ReaderPool _readers;
    private readonly PendingUpdates _pending;
    private readonly CommitFollower _commits;

    private KnowledgeBase(KnowledgeBaseOptions options)
    {
        var home = options.Home ?? LocalRagHome.Find();
        Name = options.Name;
        IndexPath = Path.Combine(home, $"{options.Name}.db");
        // Beside all else that a start does: the first search opens the index and looks at the folder before it has anything to embed.
        _loading = Task.Run(StaticEmbedder.LoadBuiltIn);
        _fingerprint = StaticEmbedder.ReadBuiltInFingerprint();
        _sourceOptions = options.Sources.In(SourceRoot.Resolved(Path.GetFullPath(home)));
        var chunking = new ChunkingOptions { MaxTokens = options.Chunking.MaxTokens, MinTokens = options.Chunking.MinTokens, CountTokens = text => Embedder.CountTokens(text) };
        _store = new IndexStore(IndexPath, _fingerprint.ToString(), _fingerprint.Dimensions, $"{ChunkerCatalog.Version}:{chunking.MaxTokens}:{chunking.MinTokens}");
        _indexer = new Indexer(_store, new ChunkerCatalog(chunking), new DocumentPreparer((text, vector) => Embedder.Embed(text, vector), _fingerprint.Dimensions), _sourceOptions);
        _answerer = new ExtractiveAnswerer(options.Answering, Embed);
        _answering = options.Answering;
        _verifier = new(() => new CitationVerifier(Embedder));
        _models = new ModelAccess(home);
        _deepOptions = options.Deep;
        _deepQueries = new DeepQueries(_models, options.Deep);
        _search = new HybridSearch(options.Ranking, Embed, new SearchReranker(_models));
        _freshness = new FreshnessGate(_store, _indexer, _sourceOptions, options.Freshness);
        _readers = new ReaderPool(_store);
        _pending = new PendingUpdates(home, Name);
        _commits = new CommitFollower(_pending, _sourceOptions, ReadSources, (source, cancellationToken) => RunAsync(new IndexRequest(source.Root), source.Root, null, cancellationToken));
    }

    public string Name { get; }

    private StaticEmbedder Embedder => _loading.GetAwaiter().GetResult();

    /// <summary>The SQLite file; made by the first run.</summary>
    public string IndexPath { get; }

    /// <exception cref="KnowledgeBaseException">A setting is wrong; the message names it.</exception>
    public static KnowledgeBase Open(KnowledgeBaseOptions options)
    {
        options.Validate();
        // Without ICU, "é" stays what it is where the index has "e" and an accent: words would be lost without a word.
        if ("\u00e9".IsNormalized(NormalizationForm.FormD))
            throw new KnowledgeBaseException(KnowledgeBaseError.Failed, "The .NET runtime has no ICU, which tells letters and their accents apart. Install it (Debian: libicu-dev), or unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        return new KnowledgeBase(options);
    }

    /// <summary>Adds a folder or repository, or brings it up to date.</summary>
    /// <exception cref="KnowledgeBaseException">The folder is not there, or another process writes to the index.</exception>
    public async Task<IndexReport> IndexAsync(IndexRequest request, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var root = Path.GetFullPath(request.Path);
        if (!Directory.Exists(root) && ReadSources().FirstOrDefault(source => source.Root == root) is { } gone) throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, FreshnessGate.Gone(gone));
        if (!Directory.Exists(root))
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, File.Exists(root) ? $"{request.Path} is a file. Name the folder that holds it." : $"There is no folder {request.Path}.");
        var report = await RunAsync(request, root, progress, cancellationToken).ConfigureAwait(false);
        // A commit during the run found the index locked and left a mark.
        await _commits.RunAsync(cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async Task<IndexReport> RunAsync(IndexRequest request, string root, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        progress?.Report(new IndexProgress(IndexPhase.Scanning, 0, 0, 0, 0, 0, TimeSpan.Zero));
        var listing = await Task.Run(() => Walk(root, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (listing.IsBlank) ThrowIfEmptied(listing.Root);
        return await _indexer.RunAsync(request, listing, Stopwatch.GetElapsedTime(began).TotalSeconds, progress, cancellationToken).ConfigureAwait(false);
    }

    private void ThrowIfEmptied(string root)
    {
        if (!_store.Exists) return;
        using var lease = _readers.Rent();
        if (lease.Reader.ReadSources().FirstOrDefault(source => source.Root == root) is { } source && lease.Reader.Count(source.Id).Documents > 0)
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, FreshnessGate.Gone(source));
    }

    /// <summary>Finds chunks by words, meaning and names.</summary>
    /// <exception cref="KnowledgeBaseException">There is no index yet, or it is of another embedder; or a filter is wrong.</exception>
    public async Task<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        await Task.Run(
            async () =>
            {
                _demand.Note();
                using var lease = _readers.Rent();
                var sources = lease.Reader.ReadSources();
                if (query.Filters.Source is { } wanted && sources.All(source => source.Name != wanted))
                    throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"There is no source '{wanted}' in the knowledge base {Name}. It holds: {string.Join(", ", sources.Select(source => source.Name))}.");
                if (query.Filters.Language is { } language && !Documents.Languages.All.Contains(language))
                    throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"'{language}' is no language that LocalRag knows. It knows: {string.Join(", ", Documents.Languages.All)}.");
                if (query.Filters.Source is { } only) sources = [.. sources.Where(source => source.Name == only)];
                var deep = _deepQueries.Begin(query.Text, new ChunkFilter(Kind: query.Filters.Kind), lease.Reader);
                var began = Stopwatch.GetTimestamp();
                var freshness = await _freshness.RefreshAsync(sources, lease.Reader, cancellationToken).ConfigureAwait(false);
                var refreshed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                var (deepQuery, deepNote) = await deep(cancellationToken).ConfigureAwait(false);
                var result = await _freshness.MarkAsync(await _search.SearchAsync(query, lease.Reader, cancellationToken, deepQuery).ConfigureAwait(false), freshness, lease.Reader, cancellationToken).ConfigureAwait(false);
                _demand.Note(result.Hits);
                return result with { Stats = result.Stats with { FreshnessMilliseconds = refreshed }, Notes = deepNote is null ? result.Notes : [deepNote, .. result.Notes] };
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Tells what the knowledge base holds and how it stands to the disk. An index that is not there yet is an empty one.</summary>
    /// <exception cref="KnowledgeBaseException">The index is of another format or embedder.</exception>
    public Task<KnowledgeBaseStatus> GetStatusAsync(CancellationToken cancellationToken = default) => Task.Run(
        async () =>
        {
            var status = new KnowledgeBaseStatus
            {
                Name = Name,
                IndexPath = IndexPath,
                SizeBytes = _store.SizeBytes,
                Generation = 0,
                Embedder = _fingerprint.Model,
                Dimension = _fingerprint.Dimensions,
                Sources = [],
            };
            if (!_store.Exists) return status;
            using var lease = _readers.Rent();
            using var snapshot = lease.Reader.BeginSnapshot();
            var sources = new List<SourceStatus>();
            foreach (var source in lease.Reader.ReadSources())
            {
                var changes = await _freshness.CompareAsync(source, lease.Reader, cancellationToken).ConfigureAwait(false);
                var paths = lease.Reader.ReadDocuments(source.Id).Where(document => document.LeftOut is null).Select(document => document.Path);
                var uncommitted = await _freshness.UncommittedAmongAsync(source, paths, lease.Reader, cancellationToken).ConfigureAwait(false);
                sources.Add(Describe(source, lease.Reader, changes) with { UncommittedFiles = uncommitted.Count });
            }

            return status with { Generation = lease.Reader.Manifest.Generation, Sources = sources, Deep = DescribeDeep(lease.Reader) };
        },
        cancellationToken);

    /// <summary>Takes a source out of the index; false where there is none of that name.</summary>
    public Task<bool> RemoveSourceAsync(string source, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                using var writer = _store.OpenWriter();
                return writer.RemoveSource(source);
            },
            cancellationToken);

    public void Dispose()
    {
        _readers.Dispose();
        _models.Dispose();
        _freshness.Dispose();
        _indexer.Dispose();
    }

    private SourceListing Walk(string root, CancellationToken cancellationToken)
    {
        try
        {
            return FileWalker.Walk(root, _sourceOptions, cancellationToken);
        }
        catch (SourceException exception)
        {
            throw new KnowledgeBaseException(KnowledgeBaseError.Failed, exception.Message, exception);
        }
    }

    private static SourceStatus Describe(StoredSource source, IndexReader reader, WorktreeChanges? changes)
    {
        var (files, chunks) = reader.Count(source.Id);
        var documents = reader.ReadDocuments(source.Id);
        var notes = reader.ReadNotes(source.Id);
        return new SourceStatus
        {
            Name = source.Name,
            Root = source.Root,
            Description = changes?.Listing.Settings.Description,
            IndexedAt = source.IndexedAt,
            IndexedCommit = source.Commit,
            IndexedBranch = source.Branch,
            Head = changes?.Head?.Commit,
            Branch = changes?.Head?.Branch,
            ChangedFiles = changes?.Count ?? documents.Count,
            Problem = changes is null ? FreshnessGate.Gone(source) : FreshnessGate.NotRead(source, changes),
            Files = files,
            Chunks = chunks,
            Languages = [.. reader.CountLanguages(source.Id).Select(row => new LanguageCount(row.Language, row.Documents, row.Chunks))],
            Skipped = [.. notes.Where(note => note.Kind == NoteKind.Skipped).Select(note => new SkippedFile(note.Path, note.Reason))
                .Concat(documents.Where(document => document.LeftOut is not null).Select(document => new SkippedFile(document.Path, document.LeftOut!)))
                .OrderBy(file => file.Path, StringComparer.Ordinal)],
            Failures = [.. notes.Where(note => note.Kind == NoteKind.Failure).Select(note => new FileFailure(note.Path, note.Reason))],
        };
    }

    private float[] Embed(string text)
    {
        var vector = new float[_fingerprint.Dimensions];
        Embedder.Embed(text, vector);
        return vector;
    }
}

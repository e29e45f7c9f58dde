using System.Diagnostics;
using System.Runtime.CompilerServices;
using LocalRag.Answering;
using LocalRag.Chunking;
using LocalRag.Embedding;
using LocalRag.Indexing;
using LocalRag.Retrieval;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag;

/// <summary>An index of folders and repositories that can be searched and asked: the one door that hosts use.</summary>
/// <remarks>Safe for concurrent use. Runs of one knowledge base exclude each other; searches go on beside them.</remarks>
public sealed class KnowledgeBase : IDisposable
{
    private readonly StaticEmbedder _embedder;
    private readonly IndexStore _store;
    private readonly SourceOptions _sourceOptions;
    private readonly Indexer _indexer;
    private readonly HybridSearch _search;
    private readonly ReaderPool _readers;

    private KnowledgeBase(KnowledgeBaseOptions options)
    {
        var home = options.Home ?? LocalRagHome.Find();
        Name = options.Name;
        IndexPath = Path.Combine(home, $"{options.Name}.db");
        _embedder = StaticEmbedder.LoadBuiltIn();
        _sourceOptions = options.Sources;
        var chunking = options.Chunking.CountTokens is null ? options.Chunking.With(_embedder.CountTokens) : options.Chunking;
        _store = new IndexStore(IndexPath, _embedder.Fingerprint.ToString(), _embedder.Dimension, ChunkerCatalog.Version(chunking));
        _indexer = new Indexer(_store, new ChunkerCatalog(chunking), new DocumentPreparer(_embedder.Embed, _embedder.Dimension));
        _search = new HybridSearch(options.Ranking, Embed);
        _readers = new ReaderPool(_store);
    }

    public string Name { get; }

    /// <summary>The SQLite file; made by the first run.</summary>
    public string IndexPath { get; }

    /// <exception cref="KnowledgeBaseException">A setting is wrong; the message names it.</exception>
    public static KnowledgeBase Open(KnowledgeBaseOptions options)
    {
        options.Validate();
        return new KnowledgeBase(options);
    }

    /// <summary>Adds a folder or repository, or brings it up to date.</summary>
    /// <exception cref="KnowledgeBaseException">The folder is not there, or another process writes to the index.</exception>
    public async Task<IndexReport> IndexAsync(IndexRequest request, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var root = Path.GetFullPath(request.Path);
        if (!Directory.Exists(root))
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, File.Exists(root) ? $"{request.Path} is a file. Name the folder that holds it." : $"There is no folder {request.Path}.");
        var began = Stopwatch.GetTimestamp();
        progress?.Report(new IndexProgress(IndexPhase.Scanning, 0, 0, 0, 0, 0, TimeSpan.Zero));
        var listing = await Task.Run(() => FileWalker.Walk(root, _sourceOptions, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await _indexer.RunAsync(request, listing, Stopwatch.GetElapsedTime(began).TotalSeconds, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds chunks by words, meaning and names.</summary>
    /// <exception cref="KnowledgeBaseException">There is no index yet, or it is of another embedder.</exception>
    public async Task<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) =>
        await Task.Run(
            () =>
            {
                using var lease = _readers.Rent();
                return _search.Search(query, lease.Reader, cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Answers a question from the index; the sources come first, the whole answer last.</summary>
    public IAsyncEnumerable<AnswerUpdate> AskAsync(Question question, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Tells what the knowledge base holds and how it stands to the disk. An index that is not there yet is an empty one.</summary>
    public Task<KnowledgeBaseStatus> GetStatusAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

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
        _embedder.Dispose();
    }

    private float[] Embed(string text)
    {
        var vector = new float[_embedder.Dimension];
        _embedder.Embed(text, vector);
        return vector;
    }
}

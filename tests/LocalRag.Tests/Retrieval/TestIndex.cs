using LocalRag.Chunking;
using LocalRag.Embedding;
using LocalRag.Indexing;
using LocalRag.Retrieval;
using LocalRag.Storage;
using LocalRag.Tests.Sources;

namespace LocalRag.Tests.Retrieval;

/// <summary>Folders indexed with the built-in embedder, and the searches over them with none of the doors in between.</summary>
internal sealed class TestIndex : IDisposable
{
    private readonly StaticEmbedder _embedder = StaticEmbedder.LoadBuiltIn();
    private readonly List<TemporaryFolder> _folders = [];
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("localrag-retrieval-");
    private readonly IndexStore _store;
    private IndexReader? _reader;

    public TestIndex() => _store = new IndexStore(Path.Combine(_home.FullName, "kb.db"), "built-in", _embedder.Dimensions, "1");

    public IndexReader Reader => _reader ??= _store.OpenReader();

    public TestIndex Add(string source, params (string Path, string Text)[] files)
    {
        var folder = new TemporaryFolder();
        _folders.Add(folder);
        foreach (var (path, text) in files) folder.Write(path, text);
        var indexer = new Indexer(_store, new ChunkerCatalog(new ChunkingOptions { CountTokens = _embedder.CountTokens }), new DocumentPreparer(_embedder.Embed, _embedder.Dimensions), folder.OwnRules);
        indexer.RunAsync(new IndexRequest(folder.Root) { Name = source }, folder.WalkWithoutGit(), 0, null, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return this;
    }

    public float[] Embed(string text)
    {
        var vector = new float[_embedder.Dimensions];
        _embedder.Embed(text, vector);
        return vector;
    }

    public IReadOnlyList<SearchHit> Search(string text, SearchFilters? filters = null, int limit = 10, RankingOptions? options = null) =>
        new HybridSearch(options ?? new RankingOptions(), Embed)
            .SearchAsync(new SearchQuery(text) { Filters = filters ?? SearchFilters.None, Limit = limit, Explain = true }, Reader, TestContext.Current.CancellationToken).GetAwaiter().GetResult().Hits;

    public string[] Paths(string text, SearchFilters? filters = null, int limit = 10) => [.. Search(text, filters, limit).Select(hit => hit.Path)];

    public void Dispose()
    {
        _reader?.Dispose();
        _embedder.Dispose();
        foreach (var folder in _folders) folder.Dispose();
        _home.Delete(recursive: true);
    }
}

using LocalRag.Indexing;
using LocalRag.Retrieval;
using LocalRag.Tests.Sources;
using LocalRag.Watching;

namespace LocalRag.Tests.Watching;

/// <summary>A folder of a test's own with a knowledge base of its own.</summary>
internal sealed class IndexedFolder : IDisposable
{
    /// <summary>Takes everything in before a search and compares at every search, so that no test hangs on how fast the machine is.</summary>
    public static readonly FreshnessOptions Eager = new() { UpdateBudget = TimeSpan.FromMinutes(1), CheckInterval = TimeSpan.Zero };

    private readonly List<KnowledgeBase> _opened = [];

    public IndexedFolder(FreshnessOptions? freshness = null, bool git = true)
    {
        if (git) Folder.Git("init", "--quiet");
        KnowledgeBase = Open(freshness ?? Eager);
    }

    public TemporaryFolder Folder { get; } = new();

    public KnowledgeBase KnowledgeBase { get; }

    public string Root => Folder.Root;

    /// <summary>Opens the same index as another process would.</summary>
    public KnowledgeBase Open(FreshnessOptions? freshness = null, string name = "default")
    {
        var opened = KnowledgeBase.Open(new KnowledgeBaseOptions { Name = name, Home = Path.Combine(Folder.Home, "localrag"), Sources = Folder.Options, Freshness = freshness ?? Eager });
        _opened.Add(opened);
        return opened;
    }

    public string Write(string path, string text) => Folder.Write(path, text);

    public Task<IndexReport> IndexAsync(string? path = null) =>
        KnowledgeBase.IndexAsync(new IndexRequest(path ?? Root), cancellationToken: TestContext.Current.CancellationToken);

    public Task<SearchResult> SearchAsync(string text, KnowledgeBase? with = null) =>
        (with ?? KnowledgeBase).SearchAsync(new SearchQuery(text), TestContext.Current.CancellationToken);

    /// <summary>The paths of the hits that hold the word as it stands.</summary>
    public async Task<string[]> FindAsync(string word, KnowledgeBase? with = null) =>
        [.. (await SearchAsync(word, with)).Hits.Where(hit => hit.Text.Contains(word, StringComparison.Ordinal)).Select(hit => hit.Path).Distinct().Order(StringComparer.Ordinal)];

    public async Task<SourceStatus> StatusAsync() => Assert.Single((await KnowledgeBase.GetStatusAsync(TestContext.Current.CancellationToken)).Sources);

    public void Dispose()
    {
        foreach (var opened in _opened) opened.Dispose();
        Folder.Dispose();
    }
}

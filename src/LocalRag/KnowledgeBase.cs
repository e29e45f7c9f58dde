using LocalRag.Answering;
using LocalRag.Indexing;
using LocalRag.Retrieval;

namespace LocalRag;

/// <summary>An index of folders and repositories that can be searched and asked: the one door that hosts use.</summary>
public sealed class KnowledgeBase : IDisposable
{
    private KnowledgeBase(string name, string indexPath)
    {
        Name = name;
        IndexPath = indexPath;
    }

    public string Name { get; }

    public string IndexPath { get; }

    public static KnowledgeBase Open(KnowledgeBaseOptions options) => throw new NotImplementedException();

    public Task<IndexReport> IndexAsync(IndexRequest request, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<SearchResult> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public IAsyncEnumerable<AnswerUpdate> AskAsync(Question question, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<KnowledgeBaseStatus> GetStatusAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public Task<bool> RemoveSourceAsync(string source, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}

using LocalRag.Indexing;

namespace LocalRag.Web.Tests;

/// <summary>A home folder and a source folder of a test's own.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("localrag-web-").FullName;

    public TemporaryHome()
    {
        Home = Directory.CreateDirectory(Path.Combine(_base, "home")).FullName;
        Source = Directory.CreateDirectory(Path.Combine(_base, "notes")).FullName;
    }

    public string Home { get; }

    /// <summary>A folder called <c>notes</c>.</summary>
    public string Source { get; }

    public string Write(string path, string text)
    {
        var full = Path.Combine(Source, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public KnowledgeBase Open() => KnowledgeBase.Open(new KnowledgeBaseOptions { Home = Home });

    public async Task IndexAsync()
    {
        using var knowledgeBase = Open();
        await knowledgeBase.IndexAsync(new IndexRequest(Source), null, TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);
}

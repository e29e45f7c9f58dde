using LocalRag.Indexing;
using LocalRag.Web.Overview;

namespace LocalRag.Web.Indexing;

/// <summary>Indexes the checkout's sample when the knowledge base is empty, so that the first page that opens can be asked something.</summary>
internal sealed class FirstRun(StatusBoard status, IndexRuns runs, WebOptions options, ILogger<FirstRun> logger) : BackgroundService
{
    /// <summary>The folder of the sample; null where this program was not built in a checkout that has one.</summary>
    public static string? FindSample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LocalRag.sln")))
                return Path.Combine(folder.FullName, "samples", "lendwell") is var sample && Directory.Exists(sample) ? sample : null;
        return null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Sample == "none" || (options.Sample ?? FindSample()) is not { } sample) return;
        try
        {
            if ((await status.GetAsync(stoppingToken)).Sources.Count > 0) return;
        }
        catch (KnowledgeBaseException)
        {
            // An index that cannot be read is not an empty one; the pages say what is wrong with it.
            return;
        }

        Log.IndexingSample(logger, sample);
        runs.Start(new IndexRequest(sample));
    }
}

using LocalRag.Watching;
using LocalRag.Web.Overview;

namespace LocalRag.Web.Following;

/// <summary>Follows the folders of every source while the server is up, so that what is saved or committed is in the index before somebody asks.</summary>
internal sealed class SourceFollower(KnowledgeBase knowledgeBase, StatusBoard status, WebOptions options, TimeProvider time, ILogger<SourceFollower> logger) : BackgroundService, IProgress<WatchReport>
{
    /// <summary>An index that cannot be read may be made anew at any time.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    public void Report(WatchReport value)
    {
        if (value.Message is { } message) Log.Hindered(logger, value.Source.Length > 0 ? value.Source : knowledgeBase.Name, message);
        status.Invalidate();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Watch)
        {
            try
            {
                await knowledgeBase.WatchAsync(new WatchOptions(), progress: this, cancellationToken: stoppingToken);
            }
            catch (KnowledgeBaseException exception)
            {
                Log.Hindered(logger, knowledgeBase.Name, exception.Message);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }
}

using System.Threading.Channels;
using LocalRag.Hooks;
using LocalRag.Web.Overview;

namespace LocalRag.Web.Following;

/// <summary>Takes pushes in behind the answer to the git server, which waits for ten seconds at most.</summary>
internal sealed class PushQueue(KnowledgeBase knowledgeBase, StatusBoard status, PushOptions options, ILogger<PushQueue> logger) : BackgroundService
{
    // An update takes in whatever is there by then, so of many pushes the last ones are enough.
    private readonly Channel<PushEvent> _pushes = Channel.CreateBounded<PushEvent>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Add(PushEvent push) => _pushes.Writer.TryWrite(push);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var push in _pushes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                var outcomes = await knowledgeBase.FollowPushAsync(push, options, stoppingToken);
                if (outcomes.Count == 0) Log.PushConcernsNothing(logger, push.Server, push.Urls[0], push.Branch);
                foreach (var outcome in outcomes)
                {
                    if (outcome.Problem is { } problem) Log.Hindered(logger, outcome.Source, problem);
                    else Log.PushTaken(logger, push.Server, push.Branch, outcome.Source);
                }

                status.Invalidate();
            }
            catch (KnowledgeBaseException exception)
            {
                Log.Hindered(logger, knowledgeBase.Name, exception.Message);
            }
        }
    }
}

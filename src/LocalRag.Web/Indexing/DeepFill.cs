namespace LocalRag.Web.Indexing;

/// <summary>Fills in the second embedder's vectors while the server runs; the status tells how far it is and what hinders it.</summary>
internal sealed class DeepFill(KnowledgeBase knowledgeBase) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await knowledgeBase.FollowDeepAsync(progress: null, stoppingToken);
}

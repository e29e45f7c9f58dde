using LocalRag.Models;
using LocalRag.Retrieval;

namespace LocalRag;

/// <summary>The reranker that the settings name, as they are when a search asks.</summary>
internal sealed class SearchReranker(ModelAccess models) : IReranker
{
    public async Task<Relevance> ScoreAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken)
    {
        try
        {
            if (models.Settings.Reranker is null) return default;
            var reranker = await models.Current().Models.RerankerAsync(cancellationToken).ConfigureAwait(false);
            return reranker is null ? default : new Relevance(await reranker.ScoreAsync(query, documents, cancellationToken).ConfigureAwait(false), null);
        }
        catch (ModelException error)
        {
            return new Relevance(null, $"Searched without the reranker. {error.Message}");
        }
    }
}

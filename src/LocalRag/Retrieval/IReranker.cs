namespace LocalRag.Retrieval;

/// <summary>A model that reads a query and a chunk together and tells how near they are.</summary>
internal interface IReranker
{
    /// <summary>Scores documents, in order. What fails is told and not thrown: a search goes on without.</summary>
    Task<Relevance> ScoreAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken);
}

/// <summary>What a reranker said.</summary>
/// <param name="Scores">One for each document, a higher one nearer; null where no reranker is set up, or it failed.</param>
/// <param name="Problem">Why there are no scores, with the remedy; null where that was not asked for.</param>
internal readonly record struct Relevance(IReadOnlyList<double>? Scores, string? Problem);

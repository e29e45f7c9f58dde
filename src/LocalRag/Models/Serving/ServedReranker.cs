namespace LocalRag.Models.Serving;

/// <summary>A cross-encoder at a server's <c>/v1/rerank</c>: the model host's, llama-server's, vLLM's. Safe for many threads.</summary>
public sealed class ServedReranker(ModelServer server, string model)
{
    public string Name { get; } = model;

    /// <summary>Scores each document against a query, in the order given; a higher score is nearer.</summary>
    /// <exception cref="ModelException">The server failed.</exception>
    public async Task<IReadOnlyList<double>> ScoreAsync(string query, IReadOnlyList<string> documents, CancellationToken cancellationToken = default)
    {
        if (documents.Count == 0) return [];
        using var json = await server.PostAsync("v1/rerank", new RerankBody(Name, query, documents, documents.Count), Name, cancellationToken).ConfigureAwait(false);
        var scores = new double?[documents.Count];
        if (json.RootElement.TryGetProperty("results", out var results))
        {
            foreach (var result in results.EnumerateArray())
                if (result.GetProperty("index").TryGetInt32(out var index) && index >= 0 && index < scores.Length) scores[index] = result.GetProperty("relevance_score").GetDouble();
        }

        return Array.TrueForAll(scores, score => score is not null)
            ? [.. scores.Select(score => score!.Value)]
            : throw new ModelException(ModelError.Failed, $"{server.Title} did not score every document with {Name}: is it a reranker?");
    }

    private sealed record RerankBody(string Model, string Query, IReadOnlyList<string> Documents, int TopN);
}

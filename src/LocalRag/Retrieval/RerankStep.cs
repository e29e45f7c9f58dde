using System.Globalization;

namespace LocalRag.Retrieval;

/// <summary>
/// Lets a reranker reorder the best candidates of a query in plain language. It reads them best first, a few at a time: when its time is up, what it
/// has read counts. Names of code are left to the other steps, which know what defines them; a reranker does harm there.
/// </summary>
internal sealed class RerankStep(RankingOptions options, IReranker reranker)
{
    private const string Name = "reranker";

    // More in one request would be lost together when the time is up; fewer fill no batch of the model's.
    private const int Few = 8;

    // Characters of a chunk, some 500 tokens: what most rerankers were trained to read.
    private const int LongestDocument = 2_000;

    /// <summary>Changes the candidates' scores. Gives what hindered it, for people; null where nothing did.</summary>
    public async Task<string?> ApplyAsync(AnalyzedQuery query, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        if (query.Kind == QueryKind.Symbol || candidates.Count < 2) return null;
        var best = candidates.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Chunk.Id).Take(options.RerankCandidates).ToList();
        var (scores, problem) = await ScoreAsync(query.Text, best, cancellationToken).ConfigureAwait(false);
        if (scores.Count > 1) Blend(candidates, best, scores);
        return problem;
    }

    private async Task<(List<double> Scores, string? Problem)> ScoreAsync(string query, List<Candidate> best, CancellationToken cancellationToken)
    {
        var scores = new List<double>(best.Count);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.RerankTime);
        try
        {
            foreach (var few in best.Chunk(Few))
            {
                var relevance = await reranker.ScoreAsync(query, [.. few.Select(DocumentOf)], limit.Token).ConfigureAwait(false);
                if (relevance.Scores is null) return (scores, relevance.Problem);
                scores.AddRange(relevance.Scores);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Its first request may have been spent on loading it; the next search finds it ready.
            if (scores.Count == 0)
                return (scores, string.Create(CultureInfo.InvariantCulture, $"The reranker took longer than {options.RerankTime.TotalSeconds:0.#} s and was left out. If it stays so, choose a smaller one, or none: 'localrag models use reranker none'."));
        }

        return (scores, null);
    }

    /// <summary>Scores differ in scale from model to model, so they are spread from 0 to 1. What was not read counts as the least of what was.</summary>
    private void Blend(IReadOnlyList<Candidate> candidates, List<Candidate> best, List<double> scores)
    {
        var (least, most, top) = (scores.Min(), scores.Max(), best[0].Score);
        if (!double.IsFinite(most - least) || most <= least) return;
        var read = new HashSet<Candidate>();
        for (var i = 0; i < scores.Count; i++)
        {
            var (score, relevance) = (scores[i], (scores[i] - least) / (most - least));
            best[i].Replace(Name, (1 - options.RerankWeight) * best[i].Score + options.RerankWeight * relevance * top, () => $"{score:0.000}, {relevance:P0} of the way from the least to the most relevant of {scores.Count}");
            read.Add(best[i]);
        }

        foreach (var unread in candidates.Where(candidate => !read.Contains(candidate)))
            unread.Replace(Name, (1 - options.RerankWeight) * unread.Score, static () => "not read");
    }

    private static string DocumentOf(Candidate candidate)
    {
        var chunk = candidate.Chunk.Chunk;
        var text = $"{candidate.Chunk.Path}\n{chunk.Header.Render()}{chunk.Text}";
        return text.Length <= LongestDocument ? text : text[..(char.IsHighSurrogate(text[LongestDocument - 1]) ? LongestDocument - 1 : LongestDocument)];
    }
}

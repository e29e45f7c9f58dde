using LocalRag.Cli.Evaluation;

namespace LocalRag.Cli.Json;

/// <summary>A measurement as <c>eval --json</c> writes it.</summary>
internal sealed record ScorecardJson(
    int Queries, MeasuresJson Mean, IReadOnlyDictionary<string, MeasuresJson> Kinds, IReadOnlyList<WorstJson> Worst, double MedianMilliseconds)
{
    public static ScorecardJson Of(IReadOnlyList<QueryScore> scores, int worst) => new(
        scores.Count,
        MeasuresJson.Of(scores),
        scores.GroupBy(score => score.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => MeasuresJson.Of([.. group])),
        [.. scores.Where(score => score.Ndcg10 < 1).OrderBy(score => score.Ndcg10).ThenBy(score => score.ReciprocalRank).Take(worst).Select(WorstJson.Of)],
        scores.Select(score => score.Milliseconds).Order().ElementAt(scores.Count / 2));
}

/// <summary>Means over queries, each from 0 to 1.</summary>
internal sealed record MeasuresJson(int Queries, double Ndcg10, double Mrr, double Recall1, double Recall3, double Recall10, double Hit1, double Hit10)
{
    public static MeasuresJson Of(IReadOnlyCollection<QueryScore> scores) => new(
        scores.Count,
        scores.Average(score => score.Ndcg10),
        scores.Average(score => score.ReciprocalRank),
        scores.Average(score => score.RecallAt(1)),
        scores.Average(score => score.RecallAt(3)),
        scores.Average(score => score.RecallAt(10)),
        scores.Average(score => score.First == 1 ? 1.0 : 0),
        scores.Average(score => score.First <= 10 ? 1.0 : 0));
}

/// <param name="First">The rank of the first place found; null where none was.</param>
/// <param name="Found">What came first instead, as <c>path:lines</c>.</param>
internal sealed record WorstJson(string Id, string Query, double Ndcg10, int? First, IReadOnlyList<string> Found)
{
    public static WorstJson Of(QueryScore score) =>
        new(score.Id, score.Query, score.Ndcg10, score.First, [.. score.Top.Select(hit => $"{hit.Path}:{hit.StartLine}-{hit.EndLine}")]);
}

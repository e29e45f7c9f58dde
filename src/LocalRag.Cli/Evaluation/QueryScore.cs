using LocalRag.Cli.Json;
using LocalRag.Retrieval;

namespace LocalRag.Cli.Evaluation;

/// <summary>How well one query's hits meet the places that answer it.</summary>
/// <param name="Ranks">The rank of the first hit on each place; null where none of the hits lies there.</param>
internal sealed record QueryScore(string Id, string Kind, string Query, IReadOnlyList<int?> Ranks, IReadOnlyList<HitJson> Top, double Milliseconds)
{
    private const int ShownHits = 3;

    /// <summary>The best rank of any place; null where none was found.</summary>
    public int? First => Ranks.Min();

    public double ReciprocalRank => First is { } first ? 1.0 / first : 0;

    /// <summary>The share of places within the first so many hits.</summary>
    public double RecallAt(int depth) => Ranks.Count(rank => rank <= depth) / (double)Ranks.Count;

    /// <summary>
    /// Normalised discounted cumulative gain of the first ten hits with binary gain: 1 where all places come first.
    /// Two places that one hit covers count once, as they take one rank.
    /// </summary>
    public double Ndcg10
    {
        get
        {
            var gain = Ranks.Where(rank => rank <= 10).Distinct().Sum(rank => 1 / Math.Log2(rank!.Value + 1));
            var ideal = Enumerable.Range(1, Math.Min(10, Ranks.Count)).Sum(rank => 1 / Math.Log2(rank + 1));
            return gain / ideal;
        }
    }

    public static QueryScore Of(QueryLine question, SearchResult result) => new(
        question.Id ?? question.Query!,
        question.Kind ?? "",
        question.Query!,
        [.. question.Relevant!.Select(target => result.Hits.FirstOrDefault(hit => Meets(hit, target))?.Rank)],
        [.. result.Hits.Take(ShownHits).Select(HitJson.Of)],
        result.Stats.Milliseconds);

    /// <summary>A hit meets a place whose file it lies in, by path suffix, and whose lines, where given, it overlaps.</summary>
    private static bool Meets(SearchHit hit, TargetLine target) =>
        SamePath(hit.Path, target.Path)
        && (target.StartLine is not { } start || (hit.Span.StartLine <= (target.EndLine ?? start) && hit.Span.EndLine >= start));

    private static bool SamePath(string one, string other) =>
        one == other || one.EndsWith("/" + other, StringComparison.Ordinal) || other.EndsWith("/" + one, StringComparison.Ordinal);
}

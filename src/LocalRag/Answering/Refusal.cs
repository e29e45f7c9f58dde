using System.Diagnostics;
using System.Text;
using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>Says that the sources do not hold an answer, and names the places that come nearest.</summary>
internal static class Refusal
{
    private const int Places = 3;

    /// <param name="said">What was shown already, and did not hold; empty for nothing.</param>
    public static IEnumerable<AnswerUpdate> Tell(
        string said, IReadOnlyList<SearchHit> sources, IReadOnlyDictionary<string, string?> commits, string model, long began, Freshness freshness)
    {
        var nearest = sources.Select((hit, index) => (Hit: hit, Number: index + 1)).DistinctBy(place => (place.Hit.Source, place.Hit.Path)).Take(Places).ToList();
        var text = new StringBuilder(said.Length > 0 ? "\n\n" : "");
        text.Append(said.Length > 0 ? "_Nothing in this answer could be traced to your sources._" : "Not in your sources").Append(said.Length > 0 ? "" : nearest.Count == 0 ? ": nothing there speaks of it." : ".");
        if (nearest.Count > 0) text.Append(" The nearest places:\n\n");
        foreach (var (hit, number) in nearest) text.Append("- `").Append(hit.Path).Append("`, ").Append(hit.Span.Length > 1 ? "lines " : "line ").Append(hit.Span).Append(" [").Append(number).Append("]\n");
        var told = text.ToString().TrimEnd();
        yield return new AnswerUpdate.TextDelta(told);
        var citations = nearest.Select(place => Citation.Of(place.Number, place.Hit, commits.GetValueOrDefault(place.Hit.Source), null)).ToList();
        yield return new AnswerUpdate.Completed(new Answer(said + told, Refused: true, citations, model, Stopwatch.GetElapsedTime(began).TotalSeconds, freshness));
    }
}

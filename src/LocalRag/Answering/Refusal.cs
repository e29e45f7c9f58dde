using System.Diagnostics;
using System.Text;
using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>Says that the sources do not hold an answer, and names the places that come nearest.</summary>
internal static class Refusal
{
    private const int Places = 3;

    public static IEnumerable<AnswerUpdate> Tell(
        IReadOnlyList<SearchHit> sources, IReadOnlyDictionary<string, string?> commits, string model, long began, Freshness freshness)
    {
        var nearest = sources.Select((hit, index) => (Hit: hit, Number: index + 1)).DistinctBy(place => (place.Hit.Source, place.Hit.Path)).Take(Places).ToList();
        var text = new StringBuilder("Not in your sources").Append(nearest.Count == 0 ? ": nothing there speaks of it." : ".");
        if (nearest.Count > 0) text.Append(" The nearest places:\n\n");
        foreach (var (hit, number) in nearest) text.Append("- `").Append(hit.Path).Append("`, ").Append(hit.Span.Length > 1 ? "lines " : "line ").Append(hit.Span).Append(" [").Append(number).Append("]\n");
        var told = text.ToString().TrimEnd();
        yield return new AnswerUpdate.TextDelta(told);
        var citations = nearest.Select(place => Citation.Of(place.Number, place.Hit, commits.GetValueOrDefault(place.Hit.Source), null)).ToList();
        yield return new AnswerUpdate.Completed(new Answer(told, Refused: true, citations, model, Stopwatch.GetElapsedTime(began).TotalSeconds, freshness));
    }
}

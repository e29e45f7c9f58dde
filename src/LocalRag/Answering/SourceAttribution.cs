using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag.Answering;

/// <summary>
/// Finds the source of a sentence that cites none: small models forget to. By the share of the sentence's rare words that a source has;
/// whether the source really carries the sentence is told by the check that follows.
/// </summary>
internal sealed class SourceAttribution
{
    // Below it a sentence may come from anywhere.
    private const double LeastShare = 0.6;

    // A sentence of fewer words is found everywhere.
    private const int FewestTerms = 3;

    private readonly List<HashSet<string>> _sources;

    public SourceAttribution(IReadOnlyList<SearchHit> sources) =>
        _sources = [.. sources.Select(source => Stems($"{source.Path} {source.Symbol} {source.Text}"))];

    /// <summary>Gives the number, from 1, of the source that most likely holds the sentence; null where none is likely.</summary>
    public int? Find(string sentence)
    {
        var terms = Stems(sentence);
        if (terms.Count < FewestTerms) return null;
        // A term that every source has tells them apart as little as one that none has.
        var weights = terms.ToDictionary(term => term, term => 1 + Math.Log((_sources.Count + 1.0) / (1 + _sources.Count(source => source.Contains(term)))));
        var whole = weights.Values.Sum();
        var best = _sources
            .Select((source, index) => (Number: index + 1, Share: terms.Where(source.Contains).Sum(term => weights[term]) / whole))
            .MaxBy(source => source.Share);
        return best.Share >= LeastShare ? best.Number : null;
    }

    private static HashSet<string> Stems(string text) =>
        TermAnalyzer.Terms(text).Where(term => !QueryAnalyzer.IsFunctionWord(term)).Select(WordStem.Of).ToHashSet(StringComparer.Ordinal);
}

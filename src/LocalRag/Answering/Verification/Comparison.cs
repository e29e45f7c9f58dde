using LocalRag.Embedding;

namespace LocalRag.Answering.Verification;

/// <summary>A sentence beside the text that it cites: which of the text's words stand for each of the sentence's.</summary>
internal sealed class Comparison
{
    /// <summary>Endings beyond the stem's rules: "configuration" and "configure" share this many letters or more.</summary>
    private const int SharedPrefix = 5;

    private const double SamePrefix = 0.9;

    private readonly Dictionary<string, List<Word>> _textWords;
    private readonly Dictionary<string, List<(string Stem, double Nearness)>> _counterparts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WordSense> _senses = new(StringComparer.Ordinal);

    public Comparison(string sentence, string text, StaticEmbedder embedder)
    {
        Sentence = new Passage(sentence);
        Text = new Passage(text);
        _textWords = Text.Words.Where(static word => word.IsContent).GroupBy(static word => word.Stem).ToDictionary(static group => group.Key, static group => group.ToList(), StringComparer.Ordinal);
        foreach (var word in Sentence.Words.Concat(Text.Words))
        {
            if (!word.IsContent || _senses.ContainsKey(word.Stem)) continue;

            var vector = new float[embedder.Dimensions];
            _senses[word.Stem] = new WordSense(vector, embedder.EmbedAndWeigh(word.Text, vector));
        }

        foreach (var word in Sentence.Words)
        {
            if (word.IsContent && !_counterparts.ContainsKey(word.Stem)) _counterparts[word.Stem] = FindCounterparts(word.Stem);
        }
    }

    public Passage Sentence { get; }

    public Passage Text { get; }

    /// <summary>How much a word of the sentence says.</summary>
    public double WeightOf(Word word) => _senses[word.Stem].Weight;

    /// <summary>From 0 to 1: how surely the text has the word or one like it.</summary>
    public double SupportOf(Word word)
    {
        var best = 0.0;
        foreach (var (_, nearness) in _counterparts[word.Stem]) best = Math.Max(best, nearness);
        return best;
    }

    /// <summary>The words of the text that stand for a word of the sentence, each with how well.</summary>
    public IEnumerable<(Word Word, double Nearness)> CounterpartsOf(Word word) =>
        _counterparts[word.Stem].SelectMany(counterpart => _textWords[counterpart.Stem].Select(each => (each, counterpart.Nearness)));

    private List<(string Stem, double Nearness)> FindCounterparts(string stem)
    {
        if (_textWords.ContainsKey(stem)) return [(stem, 1)];

        var found = new List<(string Stem, double Nearness)>();
        foreach (var other in _textWords.Keys)
        {
            var nearness = IsSamePrefix(stem, other) ? SamePrefix : _senses[stem].NearnessTo(_senses[other]);
            if (nearness > 0.1) found.Add((other, nearness));
        }

        found.Sort(static (one, other) => other.Nearness.CompareTo(one.Nearness));
        return found.Count > 3 ? found[..3] : found;
    }

    /// <summary>One word begins the other, or both go on from one root; "glued" tables hold words in the middle of others.</summary>
    private static bool IsSamePrefix(string one, string other)
    {
        var shared = one.AsSpan().CommonPrefixLength(other);
        if (shared >= SharedPrefix && shared >= Math.Max(one.Length, other.Length) - 4) return true;

        return one.Length >= SharedPrefix && other.Length >= one.Length && other.Contains(one, StringComparison.Ordinal);
    }
}

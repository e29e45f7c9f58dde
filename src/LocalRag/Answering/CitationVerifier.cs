using LocalRag.Answering.Verification;
using LocalRag.Embedding;

namespace LocalRag.Answering;

/// <summary>
/// Tells whether a text carries a sentence that cites it, without a language model, in milliseconds: names, numbers with
/// their units, negation and opposites, what is said of what, and nearness of meaning.
/// </summary>
/// <remarks>
/// Each doubt adds to the odds against the sentence. Word overlap alone tells nothing: a sentence with a wrong number shares
/// more words with its source than a true paraphrase does. Safe for use from many threads at once.
/// </remarks>
public sealed class CitationVerifier(StaticEmbedder embedder)
{
    /// <summary>Longer texts are cut: whoever cites so much cites nothing.</summary>
    private const int LongestText = 40_000;

    private const int LongestSentence = 2_000;

    /// <summary>Weighs one sentence against the text that it cites.</summary>
    public Verdict Verify(string sentence, string source)
    {
        var doubts = FindDoubts(sentence, source);
        var score = DoubtWeights.Score(doubts);
        var supported = score >= 0.5;
        var worst = doubts.Count == 0 ? null : doubts.MaxBy(DoubtWeights.Of);
        return new Verdict(supported, score, supported ? "nothing in the cited lines speaks against it" : worst!.Reason);
    }

    internal List<Doubt> FindDoubts(string sentence, string source)
    {
        var comparison = new Comparison(Cut(sentence, LongestSentence), Cut(source.ReplaceLineEndings("\n"), LongestText), embedder);
        var sharpness = DoubtWeights.Sharpness(CoverageDoubts.Coverage(comparison));
        return
        [
            .. AnchorDoubts.Find(comparison).Concat(NegationDoubts.Find(comparison)).Select(doubt => DoubtWeights.Sharpen(doubt, sharpness)),
            .. CoverageDoubts.Find(comparison),
            .. MeaningDoubts.Find(comparison.Sentence, comparison.Text, embedder),
        ];
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

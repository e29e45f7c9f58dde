namespace LocalRag.Answering.Verification;

/// <summary>Doubts about what a sentence says that the text does not speak of at all.</summary>
internal static class CoverageDoubts
{
    /// <summary>A clause of fewer content words says too little to be missed.</summary>
    private const int LeastWords = 2;

    private const double Consequence = 1.5;

    private static readonly HashSet<string> Consequences = new(["so", "because", "since", "which", "where", "until", "therefore", "hence", "thus", "whose", "that"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The share of the sentence's words, by weight, that the text has or has alike.</summary>
    public static double Coverage(Comparison comparison) => Share(comparison, comparison.Sentence.Words.Where(static word => word.IsContent));

    public static IEnumerable<Doubt> Find(Comparison comparison)
    {
        var words = comparison.Sentence.Words.Where(static word => word.IsContent).ToArray();
        if (words.Length == 0) yield break;

        var strangest = words.MaxBy(word => comparison.WeightOf(word) * (1 - comparison.SupportOf(word)))!;
        var whole = Share(comparison, words);
        if (whole < 0.9) yield return new Doubt(DoubtKind.Coverage, Math.Min(1, 0.9 - whole), $"the cited lines say nothing of \"{strangest.Text}\"");

        foreach (var clause in words.GroupBy(static word => word.Clause).Where(static clause => clause.Count() >= LeastWords))
        {
            var share = Share(comparison, clause);
            var missing = clause.MaxBy(word => comparison.WeightOf(word) * (1 - comparison.SupportOf(word)))!;
            if (share < whole) yield return new Doubt(DoubtKind.Clause, Math.Min(1, (whole - share) * (IsConsequence(comparison.Sentence, clause.First()) ? Consequence : 1)), $"the cited lines say nothing of \"{missing.Text}\"");
        }
    }

    /// <summary>What is added to a true sentence is most often a purpose, a cause or a consequence.</summary>
    private static bool IsConsequence(Passage sentence, Word first)
    {
        var opening = sentence.Words.FindAll(word => word.Clause == first.Clause && word.Start <= first.Start);
        return opening.Exists(static word => Consequences.Contains(word.Text));
    }

    private static double Share(Comparison comparison, IEnumerable<Word> words)
    {
        var (covered, all) = (0.0, 1e-9);
        foreach (var word in words)
        {
            var weight = comparison.WeightOf(word);
            covered += weight * comparison.SupportOf(word);
            all += weight;
        }

        return covered / all;
    }
}

namespace LocalRag.Answering.Verification;

/// <summary>
/// Doubts about what a sentence denies. A negation reaches over the next few content words of its clause; a word that the
/// sentence affirms and the text only ever denies, or the other way round, tells the two apart.
/// </summary>
internal static class NegationDoubts
{
    private const int Reach = 2;

    /// <summary>Text denies in many ways, code most of all by none of these words; so a denial that it lacks says less.</summary>
    private const double DenialInSentence = 0.6;

    private static readonly HashSet<string> Negations = new(["not", "no", "never", "without", "cannot", "nor", "neither", "nothing", "none", "unable"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Doubt> Find(Comparison comparison)
    {
        var denied = DeniedWords(comparison.Sentence);
        var deniedInText = DeniedWords(comparison.Text);
        foreach (var word in comparison.Sentence.Words)
        {
            if (!word.IsContent) continue;

            var counterparts = comparison.CounterpartsOf(word).Where(static each => each.Nearness >= 0.9).Select(static each => each.Word).ToArray();
            if (counterparts.Length == 0) continue;

            var isDenied = denied.Contains(word);
            if (isDenied && Array.Exists(counterparts, deniedInText.Contains)) continue;

            // Among all places of the word, those count that stand among the sentence's other words.
            var overlaps = counterparts.Select(each => (each.Clause, IsDenied: deniedInText.Contains(each), Overlap: Overlap(comparison, word, each))).ToArray();
            var best = overlaps.Max(static each => each.Overlap);
            var contrary = overlaps.Where(each => each.IsDenied != isDenied).Select(static each => each.Overlap).DefaultIfEmpty(0).Max();
            var same = overlaps.Where(each => each.IsDenied == isDenied).Select(static each => each.Overlap).DefaultIfEmpty(0).Max();
            if (contrary < (isDenied ? 0.5 : 0.25) || contrary - same < 0.1 || best - contrary > 0.01) continue;
            if (HasNegation(comparison.Sentence, word.Clause) && overlaps.Any(each => each.Overlap >= contrary && HasNegation(comparison.Text, each.Clause))) continue;

            yield return new Doubt(DoubtKind.Negation, Math.Min(1, (contrary - same) / 0.6) * (isDenied ? DenialInSentence : 1), isDenied
                ? $"the sentence denies \"{word.Text}\", the cited lines do not"
                : $"the cited lines deny \"{word.Text}\", the sentence does not");
        }
    }

    private static HashSet<Word> DeniedWords(Passage passage)
    {
        var denied = new HashSet<Word>(ReferenceEqualityComparer.Instance);
        var (reach, clause) = (0, -1);
        foreach (var word in passage.Words)
        {
            if (word.Clause != clause) reach = 0;
            clause = word.Clause;
            if (IsNegation(passage, word)) reach = Reach;
            else if (reach > 0 && word.IsContent && !word.Text.EndsWith("ly", StringComparison.Ordinal))
            {
                reach--;
                denied.Add(word);
            }
        }

        return denied;
    }

    private static bool HasNegation(Passage passage, int clause) => passage.Words.Exists(word => word.Clause == clause && IsNegation(passage, word));

    /// <summary>"Whether or not" and "not only" deny nothing.</summary>
    private static bool IsNegation(Passage passage, Word word)
    {
        if (!Negations.Contains(word.Text)) return word.Text.EndsWith("n't", StringComparison.OrdinalIgnoreCase) || word.Text.EndsWith("n’t", StringComparison.OrdinalIgnoreCase);

        var before = passage.Text.AsSpan(0, word.Start).TrimEnd();
        var after = passage.Text.AsSpan(word.Start + word.Text.Length).TrimStart();
        return !before.EndsWith("or", StringComparison.OrdinalIgnoreCase) && !after.StartsWith("only", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The share of the clause around a word of the sentence that is met in the clause around its place in the text.</summary>
    private static double Overlap(Comparison comparison, Word word, Word place)
    {
        var (met, all) = (0.0, 1e-9);
        foreach (var other in comparison.Sentence.Words)
        {
            if (!other.IsContent || other.Clause != word.Clause) continue;

            var weight = comparison.WeightOf(other);
            all += weight;
            met += weight * comparison.CounterpartsOf(other).Where(each => each.Word.Clause == place.Clause).Select(static each => each.Nearness).DefaultIfEmpty(0).Max();
        }

        return met / all;
    }
}

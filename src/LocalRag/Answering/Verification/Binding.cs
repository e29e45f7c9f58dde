namespace LocalRag.Answering.Verification;

/// <summary>
/// Tells whether the text says of a number, name or opposite what the sentence says of it, or says it of another: the
/// sentence's other words are looked for around each place where the anchor, or a rival of its kind, stands in the text.
/// </summary>
internal sealed class Binding(Comparison comparison)
{
    private const double SameClause = 1;
    private const double SameSentence = 0.65;
    private const double Under = 0.6;
    private const double SameLine = 0.5;
    private const double NextLine = 0.3;
    private const double SameBlock = 0.15;
    private const double OtherClauseOfSentence = 0.4;

    /// <summary>A name or number beside the anchor counts as much as a rare word.</summary>
    private const double WeightOfAnchor = 1.5;

    /// <summary>How much better the sentence's words fit the best rival's place in the text than the anchor's own, from -1 to 1.</summary>
    public double Misplacement(Anchor claimed, IReadOnlyList<Anchor> places, IReadOnlyList<Anchor> rivals)
    {
        var worst = -1.0;
        foreach (var group in rivals.GroupBy(rival => IsInSentence(rival)))
        {
            // Where the sentence names the rival too, only what it says in this clause tells the two apart.
            var context = ContextOf(claimed, group.Key ? 0 : OtherClauseOfSentence);
            var fit = places.Select(place => Fit(context, place)).DefaultIfEmpty(0).Max();
            worst = Math.Max(worst, group.Max(rival => Fit(context, rival)) - fit);
        }

        return worst;
    }

    private bool IsInSentence(Anchor rival) => comparison.Sentence.Anchors.Exists(each => AnchorMatch.IsSame(each, rival));

    private double Fit(List<ContextItem> context, Anchor place)
    {
        var (met, all) = (0.0, 1e-9);
        foreach (var item in context)
        {
            var best = 0.0;
            foreach (var (start, nearness) in item.Places)
            {
                if (start >= place.Start && start < place.Start + place.Text.Length) continue;

                best = Math.Max(best, nearness * Proximity(start, place));
            }

            met += item.Weight * best;
            all += item.Weight;
        }

        return met / all;
    }

    /// <summary>The words and names around the anchor, those of its own clause first; the anchor's own parts are no context.</summary>
    private List<ContextItem> ContextOf(Anchor claimed, double weightOfOtherClauses)
    {
        var context = new List<ContextItem>();
        var hasSubject = claimed.Kind == AnchorKind.Truth && comparison.Sentence.Anchors.Exists(each => each.Kind == AnchorKind.Name && each.Clause == claimed.Clause && !IsWithin(each.Start, claimed));

        // A truth value is a name's, if there is one beside it.
        foreach (var word in hasSubject ? [] : comparison.Sentence.Words)
        {
            if (!word.IsContent || IsWithin(word.Start, claimed)) continue;

            context.Add(new ContextItem(
                [.. comparison.CounterpartsOf(word).Select(static each => (each.Word.Start, each.Nearness))],
                comparison.WeightOf(word) * (word.Clause == claimed.Clause ? 1 : weightOfOtherClauses)));
        }

        foreach (var anchor in comparison.Sentence.Anchors)
        {
            if (anchor.Start == claimed.Start || IsWithin(anchor.Start, claimed) || anchor.Kind is AnchorKind.Opposite or AnchorKind.Truth) continue;
            if (hasSubject && (anchor.Kind != AnchorKind.Name || anchor.Clause != claimed.Clause)) continue;

            context.Add(new ContextItem(
                [.. AnchorMatch.PlacesOf(anchor, comparison.Text).Select(static place => (place.Start, 1.0))],
                WeightOfAnchor * (anchor.Clause == claimed.Clause ? 1 : weightOfOtherClauses)));
        }

        return context;
    }

    private static bool IsWithin(int start, Anchor anchor) => start >= anchor.Start && start <= anchor.Start + anchor.Text.Length;

    private double Proximity(int start, Anchor place)
    {
        var text = comparison.Text;
        var line = text.LineAt(start);
        if (text.ClauseAt(start) == place.Clause) return SameClause;
        if (text.SentenceAt(start) == place.Sentence) return SameSentence;
        if (text.Outline.IsOver(line, place.Line) || text.Outline.IsOver(place.Line, line)) return Under;
        if (line == place.Line) return SameLine;
        if (text.Outline.BlockOf(line) != text.Outline.BlockOf(place.Line)) return 0;

        return Math.Abs(line - place.Line) == 1 ? NextLine : SameBlock;
    }

    /// <summary>Something the sentence says beside the anchor: where it stands in the text, and how much it counts.</summary>
    private sealed record ContextItem((int Start, double Nearness)[] Places, double Weight);
}

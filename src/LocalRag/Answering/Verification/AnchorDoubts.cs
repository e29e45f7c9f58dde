namespace LocalRag.Answering.Verification;

/// <summary>Doubts about the numbers, names and opposites of a sentence.</summary>
internal static class AnchorDoubts
{
    /// <summary>Words before a number in words that make it no exact one.</summary>
    private static readonly HashSet<string> Approximations = new(["about", "roughly", "around", "nearly", "almost", "approximately", "some"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Doubt> Find(Comparison comparison)
    {
        var binding = new Binding(comparison);
        foreach (var claimed in comparison.Sentence.Anchors)
        {
            if (IsApproximate(claimed, comparison.Sentence)) continue;

            var places = AnchorMatch.PlacesOf(claimed, comparison.Text);
            if (places.Count == 0 && claimed.Kind is AnchorKind.Number)
            {
                yield return new Doubt(DoubtKind.MissingNumber, 1, $"the number {claimed.Text} is not in the cited lines");
                continue;
            }

            if (places.Count == 0 && claimed.Kind is AnchorKind.Name)
            {
                yield return new Doubt(DoubtKind.MissingName, claimed.IsCode ? 1 : 0.4, $"{claimed.Text} is not in the cited lines");
                continue;
            }

            if (FindMisplacement(claimed, places, comparison, binding) is { } doubt) yield return doubt;
        }
    }

    private static Doubt? FindMisplacement(Anchor claimed, List<Anchor> places, Comparison comparison, Binding binding)
    {
        var rivals = AnchorMatch.RivalsOf(claimed, comparison.Sentence, comparison.Text);

        // What is said within a declaration is said of both the declaration's name and the names in it.
        var outline = comparison.Text.Outline;
        if (claimed.Kind == AnchorKind.Name)
            rivals.RemoveAll(rival => places.Exists(place => outline.IsOver(place.Line, rival.Line) || outline.IsOver(rival.Line, place.Line)));
        if (rivals.Count == 0) return null;

        var (rival, misplacement) = rivals.Select(each => (each, binding.Misplacement(claimed, places, [each]))).MaxBy(static each => each.Item2);
        return claimed.Kind switch
        {
            AnchorKind.Number => Create(DoubtKind.MisplacedNumber, misplacement, 0.08, 0.2, $"the cited lines seem to say {rival.Text}, not {claimed.Text}"),
            AnchorKind.Name => Create(DoubtKind.MisplacedName, misplacement * (claimed.IsCode ? 1 : 0.5), 0.08, 0.3, $"the cited lines seem to say this of {rival.Text}, not of {claimed.Text}"),
            AnchorKind.Truth => Create(DoubtKind.Truth, misplacement, 0.08, 0.3, $"the cited lines seem to say \"{rival.Text}\", not \"{claimed.Text}\""),
            _ => Create(DoubtKind.Opposite, misplacement, 0.35, 0.65, $"the cited lines say \"{rival.Text}\" where the sentence says \"{claimed.Text}\""),
        };
    }

    private static Doubt? Create(DoubtKind kind, double measure, double nothing, double everything, string reason) =>
        measure > nothing ? new Doubt(kind, Math.Min(1, (measure - nothing) / (everything - nothing)), reason) : null;

    private static bool IsApproximate(Anchor claimed, Passage sentence)
    {
        if (claimed.Kind != AnchorKind.Number || char.IsAsciiDigit(claimed.Text[0])) return false;

        var before = sentence.Words.FindLast(word => word.Start < claimed.Start);
        return before is not null && Approximations.Contains(before.Text);
    }
}

namespace LocalRag.Answering.Verification;

/// <summary>Finds in a text the anchors that a sentence's anchor may mean, and those that it may have been taken for.</summary>
internal static class AnchorMatch
{
    /// <summary>Every place in the text where the anchor stands.</summary>
    public static List<Anchor> PlacesOf(Anchor claimed, Passage text)
    {
        var places = text.Anchors.Where(each => each.Kind == claimed.Kind && IsSame(claimed, each)).ToList();
        if (claimed.Kind != AnchorKind.Name || places.Count > 0) return places;

        // A name may stand in the text in a form that does not look like one: in lower case, or run together with others.
        foreach (var part in Forms(claimed))
        {
            for (var at = text.Text.IndexOf(part, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.Text.IndexOf(part, at + part.Length, StringComparison.OrdinalIgnoreCase))
                places.Add(new Anchor(AnchorKind.Name, part, claimed.Key, at, text.LineAt(at), text.SentenceAt(at), text.ClauseAt(at)));
            if (places.Count > 0) break;
        }

        return places;
    }

    /// <summary>Anchors of the kind that stand in the text and not in the sentence's clause: what was perhaps meant.</summary>
    public static List<Anchor> RivalsOf(Anchor claimed, Passage sentence, Passage text)
    {
        var nearby = sentence.Anchors.Where(each => each.Kind == claimed.Kind && (each.Clause == claimed.Clause)).ToArray();
        return [.. text.Anchors.Where(each => each.Kind == claimed.Kind && IsRival(claimed, each) && !Array.Exists(nearby, other => IsSame(other, each)))];
    }

    /// <summary>True where both mean one thing.</summary>
    public static bool IsSame(Anchor claimed, Anchor other) => claimed.Kind == other.Kind && claimed.Kind switch
    {
        AnchorKind.Number => claimed.Values.Any(value => other.Values.Any(candidate => Quantities.Same(value, candidate))),
        AnchorKind.Name => claimed.Key == other.Key || other.Key == KeyOfLastPart(claimed.Text) || claimed.Key == KeyOfLastPart(other.Text),
        _ => claimed.Key == other.Key,
    };

    private static bool IsRival(Anchor claimed, Anchor other) => claimed.Kind switch
    {
        AnchorKind.Name => claimed.Style == other.Style && !claimed.Key.Contains(other.Key, StringComparison.Ordinal) && !other.Key.Contains(claimed.Key, StringComparison.Ordinal),
        AnchorKind.Opposite => Opposites.Of(claimed.Key).Contains(other.Key),
        AnchorKind.Truth => claimed.Key != other.Key,
        _ => !IsSame(claimed, other) && IsSameShape(claimed.Text, other.Text),
    };

    /// <summary>A year is not taken for a count, nor a version for an amount.</summary>
    private static bool IsSameShape(string one, string other)
    {
        var (digits, otherDigits) = (one.Count(char.IsAsciiDigit), other.Count(char.IsAsciiDigit));
        return Math.Abs(digits - otherDigits) <= 1 && (digits < 3) == (otherDigits < 3) && one.Contains('.', StringComparison.Ordinal) == other.Contains('.', StringComparison.Ordinal);
    }

    private static IEnumerable<string> Forms(Anchor claimed)
    {
        yield return claimed.Text;
        var last = LastPart(claimed.Text);
        if (last.Length > 2) yield return last;
        if (!claimed.IsCode && claimed.Text.Length > 3) yield return Stem.Of(claimed.Text);
    }

    private static string KeyOfLastPart(string name) => AnchorReader.KeyOf(LastPart(name));

    /// <summary>"Replace" of "MergeArrayHandling.Replace".</summary>
    private static string LastPart(string name)
    {
        var trimmed = name.TrimEnd('(', ')', '.', ':');
        return trimmed[(trimmed.LastIndexOfAny(['.', ':', '/']) + 1)..];
    }
}

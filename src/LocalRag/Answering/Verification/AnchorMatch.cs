namespace LocalRag.Answering.Verification;

/// <summary>Finds in a text the anchors that a sentence's anchor may mean, and those that it may have been taken for.</summary>
internal static class AnchorMatch
{
    /// <summary>More places than this tell no more, and would let a long text take long.</summary>
    private const int MostPlaces = 200;

    /// <summary>The places in the text where the anchor stands.</summary>
    public static List<Anchor> PlacesOf(Anchor claimed, Passage text)
    {
        var places = text.Anchors.Where(each => each.Kind == claimed.Kind && IsSame(claimed, each)).Take(MostPlaces).ToList();
        if (claimed.Kind != AnchorKind.Name || places.Count > 0) return places;

        // A name may stand in the text in a form that does not look like one: in lower case, or run together with others.
        foreach (var part in Forms(claimed))
        {
            for (var at = text.Text.IndexOf(part, StringComparison.OrdinalIgnoreCase); at >= 0 && places.Count < MostPlaces; at = text.Text.IndexOf(part, at + part.Length, StringComparison.OrdinalIgnoreCase))
                places.Add(new Anchor(AnchorKind.Name, part, claimed.Key, at, text.LineAt(at), text.SentenceAt(at), text.ClauseAt(at)));
            if (places.Count > 0) break;
        }

        return places;
    }

    /// <summary>Anchors of the kind that stand in the text and not in the sentence's clause: what was perhaps meant.</summary>
    public static List<Anchor> RivalsOf(Anchor claimed, List<Anchor> places, Passage sentence, Passage text)
    {
        var nearby = sentence.Anchors.Where(each => each.Kind == claimed.Kind && (each.Clause == claimed.Clause)).ToArray();
        return [.. text.Anchors.Where(each => each.Kind == claimed.Kind && IsRival(claimed, each) && !IsCount(each, text) && !places.Exists(place => IsWithin(each, place)) && !Array.Exists(nearby, other => IsSame(other, each))).Take(MostPlaces)];
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
        _ => !IsSame(claimed, other) && IsSameShape(claimed, other),
    };

    /// <summary>A year is not taken for a count, nor a version for an amount; and "two" is often no amount at all.</summary>
    private static bool IsSameShape(Anchor one, Anchor other)
    {
        var (magnitude, otherMagnitude) = (Magnitude(one), Magnitude(other));
        return (!char.IsLetter(other.Text[0]) || char.IsLetter(one.Text[0])) && Math.Abs(magnitude - otherMagnitude) <= 1 && (magnitude < 3) == (otherMagnitude < 3)
            && one.Text.Contains('.', StringComparison.Ordinal) == other.Text.Contains('.', StringComparison.Ordinal);
    }

    /// <summary>The number of digits, for numbers in words too.</summary>
    private static int Magnitude(Anchor number) =>
        number.Text.Any(char.IsAsciiDigit) ? number.Text.Count(char.IsAsciiDigit) : 1 + (int)Math.Log10(Math.Max(1, number.Values[0]));

    /// <summary>Loops and indexes start at 0 and 1, which says nothing of the program's subject.</summary>
    private static bool IsCount(Anchor number, Passage text) => number.Text is "0" or "1" && text.Lines[number.Line].TrimEnd() is [.., ';' or '{' or '}' or ')'];

    /// <summary>A factor of a product is no number of its own.</summary>
    private static bool IsWithin(Anchor inner, Anchor outer) => inner.Start >= outer.Start && inner.Start < outer.Start + outer.Text.Length;

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

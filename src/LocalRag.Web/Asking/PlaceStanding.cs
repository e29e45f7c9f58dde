using LocalRag.Conversations;
using LocalRag.Documents;

namespace LocalRag.Web.Asking;

/// <summary>How a cited place stands to its file now.</summary>
public enum PlaceStanding
{
    /// <summary>The lines say what they said when they were read for the answer.</summary>
    Same,

    /// <summary>The lines say something else.</summary>
    Changed,

    /// <summary>The source has no such file any more.</summary>
    Gone,

    /// <summary>The file cannot be read now; the index has it as it was.</summary>
    OutOfReach,
}

/// <summary>Tells how cited places stand to their files.</summary>
internal static class PlaceStandings
{
    public static IReadOnlyDictionary<int, PlaceStanding> None { get; } = new Dictionary<int, PlaceStanding>();

    /// <summary>What an answer cites; while it is being written, or where it cites nothing, what it reads.</summary>
    public static IReadOnlyList<CitedPlace> Shown(ConversationEntry entry) => entry.Places.Any(place => place.Cited) ? [.. entry.Places.Where(place => place.Cited)] : entry.Places;

    /// <param name="file">The place's file as it is now; null where the source lists none.</param>
    public static PlaceStanding Of(FileText? file, CitedPlace place)
    {
        if (file is not { Text: { } text, IsGone: false }) return PlaceStanding.Gone;
        if (file.FromIndex) return PlaceStanding.OutOfReach;
        var lines = new LineMap(text);
        return place.EndLine <= lines.Count && Plain(lines.Slice(place.Span)).Contains(Plain(place.Text), StringComparison.Ordinal) ? PlaceStanding.Same : PlaceStanding.Changed;
    }

    /// <summary>Reads each file once and gives the places of each entry, by number, that do not stand as they did.</summary>
    public static async Task<Dictionary<DateTimeOffset, IReadOnlyDictionary<int, PlaceStanding>>> ReadAsync(KnowledgeBase knowledgeBase, IEnumerable<ConversationEntry> entries)
    {
        var standings = new Dictionary<DateTimeOffset, Dictionary<int, PlaceStanding>>();
        foreach (var group in entries.SelectMany(entry => Shown(entry).Select(place => (entry.AskedAt, Place: place))).GroupBy(shown => (shown.Place.Source, shown.Place.Path)))
        {
            var file = await knowledgeBase.ReadFileAsync(group.Key.Source, group.Key.Path);
            foreach (var (askedAt, place) in group)
            {
                var standing = Of(file, place);
                if (standing == PlaceStanding.Same) continue;
                if (!standings.TryGetValue(askedAt, out var own)) standings.Add(askedAt, own = []);
                own[place.Number] = standing;
            }
        }

        return standings.ToDictionary(standing => standing.Key, standing => (IReadOnlyDictionary<int, PlaceStanding>)standing.Value);
    }

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}

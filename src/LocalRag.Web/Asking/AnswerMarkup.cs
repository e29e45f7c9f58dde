using LocalRag.Conversations;
using LocalRag.Web.Rendering;

namespace LocalRag.Web.Asking;

/// <summary>Renders an entry's answer: citations become links to their lines, and sentences that their lines do not carry are marked.</summary>
internal static class AnswerMarkup
{
    public static IReadOnlyList<string> Render(MarkdownRenderer renderer, ConversationEntry entry, IReadOnlyDictionary<int, PlaceStanding> standings, Func<int, string> addressOf)
    {
        var places = entry.Places.ToDictionary(place => place.Number);
        return renderer.RenderAnswer(MarkUnsupported(entry), number => places.TryGetValue(number, out var place)
            ? new CitationLink(addressOf(number), $"{place.Source}/{place.Path}, lines {place.Span}{(standings.ContainsKey(number) ? " · changed since" : "")}", place.Supported, standings.ContainsKey(number))
            : null);
    }

    private static string MarkUnsupported(ConversationEntry entry)
    {
        var text = entry.Text;
        foreach (var sentence in entry.Unsupported.Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0 && !sentence.Contains('\n')).Distinct())
        {
            var at = text.IndexOf(sentence, StringComparison.Ordinal);
            if (at >= 0) text = $"{text[..at]}=={sentence}=={text[(at + sentence.Length)..]}";
        }

        return text;
    }
}

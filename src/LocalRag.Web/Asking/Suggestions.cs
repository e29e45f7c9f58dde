using LocalRag.Conversations;

namespace LocalRag.Web.Asking;

/// <summary>Offers what to ask next, from the places that an answer rests on: no model is asked for it.</summary>
internal static class Suggestions
{
    public static IReadOnlyList<string> From(ConversationEntry entry)
    {
        var asked = entry.Question;
        return [.. entry.Places
            .Where(place => place.Symbol is { Length: > 2 } symbol && !asked.Contains(Simple(symbol), StringComparison.OrdinalIgnoreCase))
            .DistinctBy(place => place.Symbol)
            .Take(3)
            .Select((place, i) => i switch
            {
                0 => $"What does {place.Symbol} do?",
                1 => $"Where is {place.Symbol} used?",
                _ => $"How is {place.Symbol} tested?",
            })];
    }

    private static string Simple(string symbol) => symbol[(symbol.LastIndexOf('.') + 1)..];
}

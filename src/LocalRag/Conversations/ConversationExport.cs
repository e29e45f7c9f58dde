using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LocalRag.Conversations;

/// <summary>Writes conversations for other tools: Markdown for people, JSON Lines of judged questions for <c>localrag eval</c>.</summary>
public static class ConversationExport
{
    /// <summary>The whole conversation as Markdown, each answer followed by the places it cites.</summary>
    public static string ToMarkdown(Conversation conversation)
    {
        var text = new StringBuilder("# ").Append(conversation.Title).Append("\n\n");
        foreach (var entry in conversation.Entries)
        {
            text.Append("## ").Append(string.Join(' ', entry.Question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Append("\n\n");
            text.Append(ToMarkdown(entry)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One answer with the places it cites.</summary>
    public static string ToMarkdown(ConversationEntry entry)
    {
        var text = new StringBuilder(entry.Text.TrimEnd()).Append('\n');
        if (entry.Error is { } error) text.Append("\n> ").Append(error.ReplaceLineEndings(" ")).Append('\n');
        var cited = entry.Places.Where(place => place.Cited).ToList();
        if (cited.Count > 0) text.Append('\n');
        foreach (var place in cited)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{place.Number}] {place.Source}/{place.Path}:{place.Span}");
            if (place.Commit is { Length: >= 10 } commit) text.Append(CultureInfo.InvariantCulture, $" at {commit[..10]}");
            if (place.Supported == false) text.Append(" (these lines do not carry the sentence)");
            text.Append("  \n");
        }

        return text.ToString();
    }

    /// <summary>The judged entries of all conversations, one JSON object a line: id, query, rating, reason, and the places that the answer cited.</summary>
    public static string RatingsToJsonLines(ConversationStore store)
    {
        var lines = new StringBuilder();
        foreach (var summary in store.List(limit: int.MaxValue))
            foreach (var entry in store.Find(summary.Id)?.Entries ?? [])
            {
                if (entry.Rating is not { } rating) continue;
                lines.Append(JsonSerializer.Serialize(new
                {
                    id = $"{summary.Id}-{entry.Id}",
                    query = entry.Question,
                    rating,
                    reason = entry.RatingReason,
                    answer = entry.Text,
                    relevant = rating > 0 ? entry.Places.Where(place => place.Cited).Select(place => new { source = place.Source, path = place.Path, startLine = place.StartLine, endLine = place.EndLine }) : [],
                })).Append('\n');
            }

        return lines.ToString();
    }
}

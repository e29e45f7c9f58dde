using System.Text.Json;
using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Http;

/// <summary>Reads prompts that a client finished itself: one text, whose control tokens count, or segments that say whether theirs do.</summary>
internal static class PromptReading
{
    /// <summary>Reads a prompt.</summary>
    /// <param name="prompt">The text or the segments.</param>
    /// <param name="name">The field's name, for messages.</param>
    /// <exception cref="HostException">It is neither.</exception>
    public static IReadOnlyList<PromptSegment> Segments(JsonElement? prompt, string name) => prompt switch
    {
        { ValueKind: JsonValueKind.String } text => [new PromptSegment(text.GetString()!, true)],
        { ValueKind: JsonValueKind.Array } segments => [.. segments.EnumerateArray().Select(segment => Segment(segment, name))],
        _ => throw new HostException(HostError.InvalidRequest, $"\"{name}\" is neither a text nor a list of segments."),
    };

    private static PromptSegment Segment(JsonElement segment, string name) => segment switch
    {
        { ValueKind: JsonValueKind.Object } when segment.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String =>
            // What does not say that it is the template's own is not.
            new PromptSegment(text.GetString()!, segment.TryGetProperty("special", out var special) && special.ValueKind == JsonValueKind.True),
        _ => throw new HostException(HostError.InvalidRequest, $"\"{name}\" has a segment that is not of the form {{\"text\": …, \"special\": …}}."),
    };
}

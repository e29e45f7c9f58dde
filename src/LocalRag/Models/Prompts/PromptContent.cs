using Microsoft.Extensions.AI;

namespace LocalRag.Models.Prompts;

/// <summary>
/// A whole prompt in a model family's own form, as the only content of a request's only message. Our clients send it to the server's
/// completion endpoint, which applies no template; a client that does not know it finds no text in the message.
/// </summary>
public sealed class PromptContent(IReadOnlyList<PromptSegment> segments) : AIContent
{
    public IReadOnlyList<PromptSegment> Segments { get; } = segments;

    public override string ToString() => PromptSegment.Join(Segments);
}

namespace LocalRag.Conversations;

/// <summary>A titled row of questions and answers, oldest first.</summary>
/// <param name="Id">Short and safe in a URL.</param>
public sealed record Conversation(string Id, string Title, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<ConversationEntry> Entries);

namespace LocalRag.Conversations;

/// <summary>A conversation as lists show it.</summary>
public sealed record ConversationSummary(string Id, string Title, DateTimeOffset UpdatedAt, int Entries);

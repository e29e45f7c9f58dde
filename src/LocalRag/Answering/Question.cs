using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>A question to a knowledge base.</summary>
public sealed record Question(string Text)
{
    public SearchFilters Filters { get; init; } = SearchFilters.None;

    /// <summary>The generator's name; null for the one that is set up, or the extractive answerer where none is.</summary>
    public string? Model { get; init; }

    /// <summary>The turns before this one, oldest first.</summary>
    public IReadOnlyList<ConversationTurn> History { get; init; } = [];
}

/// <summary>An earlier question and its answer.</summary>
public sealed record ConversationTurn(string Question, string Answer);

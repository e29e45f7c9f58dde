using LocalRag.Answering;
using LocalRag.Retrieval;

namespace LocalRag.Conversations;

/// <summary>A question and what came of it.</summary>
public sealed record ConversationEntry
{
    /// <summary>0 before it is stored.</summary>
    public long Id { get; init; }

    public required string Question { get; init; }

    public SearchFilters Filters { get; init; } = SearchFilters.None;

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Markdown with <c>[n]</c> citations.</summary>
    public string Text { get; init; } = "";

    public EntryState State { get; init; }

    /// <summary>True where the sources do not hold the answer; the places are then the nearest ones.</summary>
    public bool Refused { get; init; }

    /// <summary>The generator's name, or <c>extractive</c>; empty where it never came to an answer.</summary>
    public string Model { get; init; } = "";

    public double Seconds { get; init; }

    /// <summary>What the generator read and wrote; null where none did, or it does not tell.</summary>
    public TokenUse? Tokens { get; init; }

    public IReadOnlyList<CitedPlace> Places { get; init; } = [];

    /// <summary>Cited sentences that their lines do not carry.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    public Freshness Freshness { get; init; } = Freshness.Unknown;

    /// <summary>1 for a good answer, -1 for a bad one; null before the reader has judged.</summary>
    public int? Rating { get; init; }

    public string? RatingReason { get; init; }

    /// <summary>What went wrong, for people; null unless it failed.</summary>
    public string? Error { get; init; }
}

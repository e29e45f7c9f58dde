namespace LocalRag.Web.Components.Parts;

/// <summary>What a reader thinks of an answer: 1, -1, or null to take it back.</summary>
public sealed record Judgement(int? Rating, string? Reason);

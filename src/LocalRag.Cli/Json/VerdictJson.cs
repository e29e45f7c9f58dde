namespace LocalRag.Cli.Json;

/// <summary>A claim as a file of claims holds it: does the source carry the sentence?</summary>
internal sealed record ClaimLine(string? Id, string? Sentence, string? Source);

/// <summary>The verdict on a claim, or on a sentence of a text that cites places.</summary>
internal sealed record VerdictJson(string? Id, bool Supported, double Score, string Reason, int? Line = null, string? Sentence = null, IReadOnlyList<string>? Places = null);

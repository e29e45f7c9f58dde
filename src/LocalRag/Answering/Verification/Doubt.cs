namespace LocalRag.Answering.Verification;

/// <summary>One thing that speaks against a sentence.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Strength">From 0 (nothing) to 1.</param>
/// <param name="Reason">For people, without a full stop.</param>
internal sealed record Doubt(DoubtKind Kind, double Strength, string Reason);

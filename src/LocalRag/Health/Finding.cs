namespace LocalRag.Health;

/// <summary>What one check found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Detail">What was found, in words.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
public sealed record Finding(string Check, Verdict Verdict, string Detail, string? Remedy = null);

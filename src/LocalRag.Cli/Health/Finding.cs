namespace LocalRag.Cli.Health;

/// <summary>What one check found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Detail, string? Remedy = null);

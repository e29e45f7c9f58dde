namespace LocalRag.Web.Health;

/// <summary>What a check found.</summary>
/// <param name="Remedy">What to do; null where nothing is wrong.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Detail, string? Remedy = null);

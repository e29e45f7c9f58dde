using LocalRag.Health;

namespace LocalRag.Cli.Json;

/// <param name="Healthy">False where any check failed; a warning leaves it true.</param>
internal sealed record DoctorJson(bool Healthy, IReadOnlyList<FindingJson> Checks)
{
    public static DoctorJson Of(IReadOnlyList<Finding> findings) => new(
        findings.All(finding => finding.Verdict != Verdict.Fail),
        [.. findings.Select(finding => new FindingJson(finding.Check, finding.Verdict.ToString().ToLowerInvariant(), finding.Detail, finding.Remedy))]);
}

/// <param name="Verdict"><c>ok</c>, <c>warn</c> or <c>fail</c>.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
internal sealed record FindingJson(string Check, string Verdict, string Detail, string? Remedy);

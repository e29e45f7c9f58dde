namespace LocalRag.Web.Indexing;

/// <summary>A run that is over, as the history keeps it.</summary>
internal sealed record RunRecord(
    DateTimeOffset StartedAt, string Source, string Outcome, bool Full, int Added, int Changed, int Removed, int Files, int Chunks, double Seconds, string? Error);

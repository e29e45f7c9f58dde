namespace LocalRag.Web.Api;

/// <summary>The answer of <c>/api/status</c>.</summary>
public sealed record StatusResponse(string Name, long SizeBytes, long Generation, string Embedder, int Dimension, DeepStatus? Deep, IReadOnlyList<StatusResponse.Source> Sources, IReadOnlyList<StatusResponse.Run> Runs)
{
    public static StatusResponse From(KnowledgeBaseStatus status, IReadOnlyList<Run> runs) => new(
        status.Name, status.SizeBytes, status.Generation, status.Embedder, status.Dimension, status.Deep,
        [.. status.Sources.Select(source => new Source(
            source.Name, source.Files, source.Chunks, source.IndexedAt, source.IndexedCommit, source.Head, source.Branch, source.ChangedFiles, source.Problem, source.Skipped.Count, source.Failures.Count, source.Languages))],
        runs);

    public sealed record Source(
        string Name, int Files, int Chunks, DateTimeOffset? IndexedAt, string? IndexedCommit, string? Head, string? Branch, int ChangedFiles, string? Problem, int Skipped, int Failures, IReadOnlyList<LanguageCount> Languages);

    public sealed record Run(string Id, string Source, string State, int FilesDone, int FilesTotal, int Chunks, double? SecondsLeft, string? Error);
}

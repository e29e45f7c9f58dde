namespace LocalRag.Cli.Json;

/// <summary>A knowledge base as <c>status --json</c> writes it.</summary>
internal sealed record StatusJson(
    string Name, string IndexPath, long SizeBytes, long Generation, string Embedder, int Dimension, DeepStatus? Deep, IReadOnlyList<SourceStatus> Sources)
{
    public static StatusJson Of(KnowledgeBaseStatus status) => new(
        status.Name, status.IndexPath, status.SizeBytes, status.Generation, status.Embedder, status.Dimension, status.Deep, status.Sources);
}

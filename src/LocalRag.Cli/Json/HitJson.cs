using System.Text.Json.Serialization;
using LocalRag.Retrieval;

namespace LocalRag.Cli.Json;

internal sealed record HitJson
{
    public required int Rank { get; init; }

    public required double Score { get; init; }

    public required string Source { get; init; }

    public required string Path { get; init; }

    public required int StartLine { get; init; }

    public required int EndLine { get; init; }

    public required string Language { get; init; }

    public required string Kind { get; init; }

    public required string? Symbol { get; init; }

    public required string Text { get; init; }

    /// <summary>True where the file differs on disk from what was indexed.</summary>
    public required bool ChangedOnDisk { get; init; }

    /// <summary>True where the file differs from the commit that is checked out.</summary>
    public required bool Uncommitted { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScorePart>? Explain { get; init; }

    public static HitJson Of(SearchHit hit) => new()
    {
        Rank = hit.Rank,
        Score = hit.Score,
        Source = hit.Source,
        Path = hit.Path,
        StartLine = hit.Span.StartLine,
        EndLine = hit.Span.EndLine,
        Language = hit.Language,
        Kind = ChunkKinds.NameOf(hit.Kind),
        Symbol = hit.Symbol,
        Text = hit.Text,
        ChangedOnDisk = hit.ChangedOnDisk,
        Uncommitted = hit.Uncommitted,
        Explain = hit.Explanation?.Parts,
    };
}

using System.Text.Json.Serialization;
using LocalRag.Indexing;
using LocalRag.Sources;

namespace LocalRag.Cli.Json;

/// <summary>A run as <c>index --json</c> writes it.</summary>
internal sealed record IndexJson
{
    public required string Source { get; init; }

    public required int Files { get; init; }

    public required int Chunks { get; init; }

    public required int Added { get; init; }

    public required int Changed { get; init; }

    public required int Removed { get; init; }

    public required int Unchanged { get; init; }

    /// <summary>Texts that had to be embedded; the others were known.</summary>
    public required int Embedded { get; init; }

    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    public required IReadOnlyList<FileFailure> Failures { get; init; }

    /// <summary>Files that plainer rules cut than their own parser's.</summary>
    public required IReadOnlyList<FileFailure> Fallbacks { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IndexTimings Seconds { get; init; }

    public required long Generation { get; init; }

    /// <summary>What the second pass did; left out where there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeepReport? Deep { get; init; }

    public static IndexJson Of(IndexReport report, DeepReport? deep) => new()
    {
        Source = report.Source,
        Files = report.Files,
        Chunks = report.Chunks,
        Added = report.Added,
        Changed = report.Changed,
        Removed = report.Removed,
        Unchanged = report.Unchanged,
        Embedded = report.Embedded,
        Skipped = report.Skipped,
        Failures = report.Failures,
        Fallbacks = report.Fallbacks,
        Warnings = report.Warnings,
        Seconds = report.Seconds,
        Generation = report.Generation,
        Deep = deep,
    };
}

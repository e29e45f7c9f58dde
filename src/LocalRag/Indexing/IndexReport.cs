using LocalRag.Sources;

namespace LocalRag.Indexing;

/// <summary>What a run did. Counts are files unless said otherwise.</summary>
public sealed record IndexReport
{
    public required string Source { get; init; }

    public required string Root { get; init; }

    /// <summary>Files in the index after the run.</summary>
    public required int Files { get; init; }

    /// <summary>Chunks in the index after the run, of this source.</summary>
    public required int Chunks { get; init; }

    public required int Added { get; init; }

    public required int Changed { get; init; }

    public required int Removed { get; init; }

    public required int Unchanged { get; init; }

    /// <summary>Texts that had to be embedded; the others came from the cache.</summary>
    public required int Embedded { get; init; }

    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    public required IReadOnlyList<FileFailure> Failures { get; init; }

    /// <summary>Files that plainer rules cut than their own parser's, and why.</summary>
    public required IReadOnlyList<FileFailure> Fallbacks { get; init; }

    /// <summary>What was not as it should be although nothing failed: settings that were not taken, git that could not be asked.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public required IndexTimings Seconds { get; init; }

    /// <summary>The generation that the run published; the one before it where nothing changed.</summary>
    public required long Generation { get; init; }
}

/// <summary>Seconds by phase. Chunk and embed are summed over the threads that ran them, so they can exceed the total.</summary>
public sealed record IndexTimings(double Scan, double Chunk, double Embed, double Write, double Total);

using LocalRag.Indexing;
using LocalRag.Sources;

namespace LocalRag;

/// <summary>What a knowledge base holds, and how it stands to the disk.</summary>
public sealed record KnowledgeBaseStatus
{
    public required string Name { get; init; }

    /// <summary>The SQLite file.</summary>
    public required string IndexPath { get; init; }

    /// <summary>The file's size with its write-ahead log; 0 where there is no index yet.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>0 before the first run has ended.</summary>
    public required long Generation { get; init; }

    /// <summary>The embedder's name and the dimension of its vectors.</summary>
    public required string Embedder { get; init; }

    public required int Dimension { get; init; }

    /// <summary>How far the second embedder's vectors reach; null where there is neither one nor vectors of one.</summary>
    public DeepStatus? Deep { get; init; }

    public required IReadOnlyList<SourceStatus> Sources { get; init; }
}

/// <summary>One indexed folder or repository.</summary>
public sealed record SourceStatus
{
    public required string Name { get; init; }

    public required string Root { get; init; }

    /// <summary>What the repository's own settings file says it is; null where it says nothing.</summary>
    public string? Description { get; init; }

    /// <summary>When a run over it last ended; null where the first was interrupted.</summary>
    public required DateTimeOffset? IndexedAt { get; init; }

    /// <summary>The commit and branch at that run; null without git.</summary>
    public required string? IndexedCommit { get; init; }

    public required string? IndexedBranch { get; init; }

    /// <summary>The commit and branch now.</summary>
    public required string? Head { get; init; }

    public required string? Branch { get; init; }

    /// <summary>Files that differ from the index now.</summary>
    public required int ChangedFiles { get; init; }

    /// <summary>Indexed files that differ from the commit that is checked out; 0 as well where git cannot tell.</summary>
    public int UncommittedFiles { get; init; }

    /// <summary>What stands in the way of following the folder, or of what its settings leave out, with the remedy; null where nothing does.</summary>
    public string? Problem { get; init; }

    public required int Files { get; init; }

    public required int Chunks { get; init; }

    public required IReadOnlyList<LanguageCount> Languages { get; init; }

    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    public required IReadOnlyList<FileFailure> Failures { get; init; }
}

public sealed record LanguageCount(string Language, int Files, int Chunks);

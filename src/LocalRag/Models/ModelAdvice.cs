using LocalRag.Models.Catalogue;

namespace LocalRag.Models;

/// <summary>A model that a machine can run, and what to expect of it.</summary>
public sealed record ModelAdvice
{
    public required CatalogueModel Model { get; init; }

    public required string Quantisation { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Bytes in memory with a context of <see cref="ModelAdvisor.ContextTokens"/> and working space.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>
    /// The upper bound that reading the weights once a token sets: memory bandwidth over bytes read; null where the bandwidth is not known.
    /// For embedders and rerankers, whose work is bound by arithmetic, null as well.
    /// </summary>
    public required double? TokensPerSecond { get; init; }

    /// <summary>The graphics card that holds it whole; null for the processor.</summary>
    public required string? Gpu { get; init; }
}

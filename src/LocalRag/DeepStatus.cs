using System.Globalization;

namespace LocalRag;

/// <summary>How far the vectors of the second embedder reach.</summary>
public sealed record DeepStatus
{
    /// <summary>The embedder that the settings name; null where they name none, so that searches leave the vectors alone.</summary>
    public required string? Embedder { get; init; }

    /// <summary>Whose vectors searches use; null where no second pass has begun.</summary>
    public required string? Model { get; init; }

    /// <summary>The length of its vectors.</summary>
    public required int Dimension { get; init; }

    /// <summary>Chunks that have its vector.</summary>
    public required int Vectors { get; init; }

    /// <summary>Chunks of the index.</summary>
    public required int Chunks { get; init; }

    /// <summary>Whose vectors are being filled in to take over when they are whole; null where none are.</summary>
    public string? NextModel { get; init; }

    public int NextVectors { get; init; }

    /// <summary>Chunks that the last pass embedded in a second; null where that is not known.</summary>
    public double? ChunksPerSecond { get; init; }

    /// <summary>True while a pass fills vectors in, in this process or another.</summary>
    public bool IsFilling { get; init; }

    /// <summary>Why the last pass or search of this process could not use the model; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>True where there is nothing left to fill in.</summary>
    public bool IsWhole => Embedder is not null && Model is not null && NextModel is null && Vectors >= Chunks;

    /// <summary>How far they reach, as a sentence.</summary>
    public string Reach => (Model, NextModel) switch
    {
        (null, _) => $"No chunk has a vector of {Embedder} yet.",
        (_, { } next) => string.Create(CultureInfo.InvariantCulture, $"{next} has {NextVectors:#,0} of {Chunks:#,0} chunks; {Model} serves until it has all."),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Model} has {Vectors:#,0} of {Chunks:#,0} chunks."),
    };
}

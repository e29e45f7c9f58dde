namespace LocalRag.Models.Catalogue;

/// <summary>A model that LocalRag knows by name.</summary>
public sealed record CatalogueModel
{
    /// <summary>As <c>models pull</c> takes it: lower-case letters, digits, <c>-</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Family { get; init; }

    public required ModelRole Role { get; init; }

    /// <summary>Where the GGUF files are, as <c>org/name</c> at the hub.</summary>
    public required string Repository { get; init; }

    /// <summary>The model's own card.</summary>
    public required Uri Source { get; init; }

    public required string Licence { get; init; }

    /// <summary>In billions.</summary>
    public required double Parameters { get; init; }

    /// <summary>In billions, those that a token passes through; null where that is all of them.</summary>
    public double? ActiveParameters { get; init; }

    /// <summary>Tokens.</summary>
    public required int Context { get; init; }

    /// <summary>Bytes that one token of context takes in a cache of 16-bit numbers.</summary>
    public required long KeyValueBytesPerToken { get; init; }

    /// <summary>The quantisations to choose from.</summary>
    public required IReadOnlyList<string> Quantisations { get; init; }

    public required Suitability Suits { get; init; }

    /// <summary>The length of an embedder's vectors; null for other roles.</summary>
    public int? Dimension { get; init; }

    /// <summary>What a user should know before choosing it; null where there is nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>How well a model does each kind of work, from 0 to 9, among those of its role in the catalogue.</summary>
public sealed record Suitability(int Code, int Prose, int Japanese)
{
    public int For(ModelTask task) => task switch
    {
        ModelTask.Code => Code,
        ModelTask.Prose => Prose,
        ModelTask.Japanese => Japanese,
        _ => Math.Max(Code, Prose),
    };
}

namespace LocalRag.ModelHost.Inference;

/// <summary>How the next token is chosen from the model's distribution.</summary>
internal sealed record SamplingSettings
{
    /// <summary>0 always takes the likeliest token. OpenAI's default is 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>The likeliest tokens that make up this much probability; 1 takes all.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Tokens at least this likely, relative to the likeliest; 0 takes all.</summary>
    public float MinP { get; init; }

    /// <summary>This many of the likeliest tokens; 0 takes all.</summary>
    public int TopK { get; init; }

    /// <summary>What the choice is drawn with; null draws a seed.</summary>
    public uint? Seed { get; init; }

    /// <summary>A grammar in GBNF with a rule <c>root</c> that the text must follow; null for none.</summary>
    public string? Grammar { get; init; }
}

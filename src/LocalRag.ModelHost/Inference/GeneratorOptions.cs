using LocalRag.Models.Gguf;

namespace LocalRag.ModelHost.Inference;

/// <summary>How much a generator does at once.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>Answers that are written at the same time. More would slow each one down without giving more tokens in all on a CPU.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Tokens of prompt and answer together that a request may have, where the model was trained for as many.</summary>
    public int ContextTokens { get; init; } = 8192;

    /// <summary>Requests that may wait.</summary>
    public int QueueLength { get; init; } = 128;

    /// <summary>What keys and values of all slots together may take, as long as one request fits.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>Tokens a step: long enough to use the cores, short enough that others' answers keep coming.</summary>
    public int BatchTokens { get; init; } = 512;

    /// <summary>Tokens of prompts a step while answers are being written.</summary>
    public int BusyPromptTokens { get; init; } = 128;

    /// <summary>llama.cpp's threads: one a physical core.</summary>
    public required int Threads { get; init; }

    /// <summary>Tokens of context that a request may have with this model.</summary>
    public int ContextFor(int trained) => Math.Min(trained, ContextTokens);

    /// <summary>Tokens of context that all slots share.</summary>
    public int SharedContextFor(int trained, long bytesPerToken)
    {
        var one = ContextFor(trained);
        var affordable = bytesPerToken > 0 ? CacheBytes / bytesPerToken : long.MaxValue;
        return (int)Math.Clamp(affordable, one, (long)one * Slots);
    }

    /// <summary>What the keys and values of all slots take.</summary>
    public long CacheBytesFor(GgufShape shape) => SharedContextFor(shape.ContextLength, shape.CacheBytesPerToken) * shape.CacheBytesPerToken;
}

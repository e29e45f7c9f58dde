using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>How large chunks are. Sizes are tokens of the embedder in use, header left out.</summary>
public sealed class ChunkingOptions
{
    /// <summary>
    /// No chunk is longer unless one line is: about 40 lines of code, which a reader takes in at a glance and an
    /// embedding still stands for. Longer members are split at statement boundaries.
    /// </summary>
    public int MaxTokens { get; init; } = 400;

    /// <summary>Shorter neighbours of one parent are joined: a getter alone says too little to be found by.</summary>
    public int MinTokens { get; init; } = 120;

    /// <summary>Counts tokens. By default a token is four characters.</summary>
    public TokenCounter CountTokens { get; init; } = static text => (text.Length + 3) / 4;

    /// <exception cref="ArgumentException">A size is out of range; the message names it.</exception>
    public void Validate()
    {
        if (MaxTokens < 32) throw new ArgumentException($"Chunking:MaxTokens is {MaxTokens}; set it to 32 or more.");
        if (MinTokens < 0 || MinTokens > MaxTokens / 2)
            throw new ArgumentException($"Chunking:MinTokens is {MinTokens}; set it between 0 and half of MaxTokens ({MaxTokens / 2}).");
    }
}

namespace LocalRag.ModelHost.Inference;

/// <summary>A text to embed, as tokens: whole, or in the parts that a model takes.</summary>
/// <param name="Parts">The parts, each with the tokens that the model has around a text.</param>
internal sealed record EmbeddingInput(IReadOnlyList<int[]> Parts)
{
    /// <summary>How many tokens it has in all.</summary>
    public int TokenCount => Parts.Sum(part => part.Length);

    /// <summary>Tokenises a text and brings it to the length that a model takes.</summary>
    /// <exception cref="HostException">The text is too long, and neither cut nor split was asked for.</exception>
    public static EmbeddingInput Create(Vocabulary vocabulary, string text, int most, TooLong tooLong)
    {
        var tokens = vocabulary.Plain(text);
        return Create(vocabulary, tokens, most, tooLong);
    }

    /// <summary>Brings tokens to the length that a model takes.</summary>
    /// <exception cref="HostException">There are too many, and neither cut nor split was asked for.</exception>
    public static EmbeddingInput Create(Vocabulary vocabulary, int[] tokens, int most, TooLong tooLong)
    {
        var room = Math.Max(1, most - vocabulary.Before.Length - vocabulary.After.Length);
        if (tokens.Length <= room)
            return new EmbeddingInput([Framed(vocabulary, tokens)]);
        return tooLong switch
        {
            TooLong.Cut => new EmbeddingInput([Framed(vocabulary, tokens.AsSpan(0, room))]),
            TooLong.Split => new EmbeddingInput([.. tokens.Chunk(room).Select(part => Framed(vocabulary, part))]),
            _ => throw new HostException(HostError.ContextExceeded, $"A text has {tokens.Length} tokens; the model takes {room}. Shorten it, or ask with \"truncate\": \"cut\" or \"split\"."),
        };
    }

    private static int[] Framed(Vocabulary vocabulary, ReadOnlySpan<int> tokens) => [.. vocabulary.Before, .. tokens, .. vocabulary.After];
}

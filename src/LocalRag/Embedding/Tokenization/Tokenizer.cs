namespace LocalRag.Embedding.Tokenization;

/// <summary>Turns text into the ids of a model's tokens. Callable from many threads at once.</summary>
/// <param name="addedTokens">The tokens that are found in the text as it stands.</param>
internal abstract class Tokenizer(AddedTokenFinder addedTokens)
{
    public void Encode(scoped ReadOnlySpan<char> text, ref TokenBuffer tokens)
    {
        if (addedTokens.IsEmpty)
        {
            EncodeSegment(text, atStart: true, ref tokens);
            return;
        }

        var position = 0;
        while (addedTokens.Next(text, position, out var start, out var end) is { } token)
        {
            if (start > position) EncodeSegment(text[position..start], position == 0, ref tokens);
            tokens.Add(token.Id);
            position = end;
        }

        if (position < text.Length) EncodeSegment(text[position..], position == 0, ref tokens);
    }

    /// <summary>Encodes text between added tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="atStart">True for the segment that begins the whole text.</param>
    /// <param name="tokens">Where the ids go.</param>
    protected abstract void EncodeSegment(scoped ReadOnlySpan<char> text, bool atStart, ref TokenBuffer tokens);
}

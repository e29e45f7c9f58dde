namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// Runs the steps of a <c>tokenizer.json</c> as they are written: normalizer, added tokens, pre-tokenizer, model.
/// For any model; the built-in one has <see cref="CodeWordTokenizer"/>.
/// </summary>
internal sealed class TokenizerPipeline(
    AddedTokenFinder addedTokens,
    Func<string, string> normalize,
    AddedTokenFinder normalizedTokens,
    PieceSplitter split,
    TokenModel model) : Tokenizer(addedTokens)
{
    protected override void EncodeSegment(scoped ReadOnlySpan<char> text, bool atStart, ref TokenBuffer tokens)
    {
        var normalized = normalize(TextNormalization.Mend(text));
        var position = 0;
        while (normalizedTokens.Next(normalized, position, out var start, out var end) is { } token)
        {
            AddWords(normalized[position..start], atStart && position == 0, ref tokens);
            tokens.Add(token.Id);
            position = end;
        }

        AddWords(normalized[position..], atStart && position == 0, ref tokens);
    }

    private void AddWords(string text, bool atStart, ref TokenBuffer tokens)
    {
        if (text.Length == 0) return;

        var pieces = new List<Piece>();
        split(new Piece(text, atStart), pieces);
        foreach (var piece in pieces) model.Tokenize(piece.Text, ref tokens);
    }
}

namespace LocalRag.Embedding.Tokenization;

/// <summary>Every word is one token or unknown; without an unknown token, unknown words are left out.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, int unknownId) : TokenModel
{
    public override void Tokenize(scoped ReadOnlySpan<char> word, ref TokenBuffer tokens)
    {
        var id = vocabulary.Find(word);
        if (id < 0) id = unknownId;
        if (id >= 0) tokens.Add(id);
    }
}

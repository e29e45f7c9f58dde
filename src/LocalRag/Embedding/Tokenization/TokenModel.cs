namespace LocalRag.Embedding.Tokenization;

/// <summary>The last step of a tokenizer: splits one word into tokens. Callable from many threads at once.</summary>
internal abstract class TokenModel
{
    public abstract void Tokenize(scoped ReadOnlySpan<char> word, ref TokenBuffer tokens);
}

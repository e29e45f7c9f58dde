namespace LocalRag.Embedding.Tokenization;

/// <summary>Turns text into the ids of a model's tokens. Callable from many threads at once.</summary>
internal abstract class Tokenizer
{
    public abstract void Encode(scoped ReadOnlySpan<char> text, ref TokenBuffer tokens);
}

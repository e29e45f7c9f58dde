namespace LocalRag.Embedding;

/// <summary>A model's matrix of token vectors. Two forms: 8-bit integers as stored, and 32-bit floats.</summary>
internal abstract class EmbeddingRows(int count, int dimensions)
{
    public int Count => count;

    public int Dimensions => dimensions;

    /// <summary>Adds row times weight for each token to <paramref name="sum"/>.</summary>
    /// <param name="tokens">Ids of tokens, already checked to lie in the model.</param>
    /// <param name="mapping">Token to row, or empty where they are one.</param>
    /// <param name="weights">Token to weight, or empty where every weight is 1.</param>
    /// <param name="sum">The sum, one element a dimension.</param>
    public abstract void AddTo(ReadOnlySpan<int> tokens, ReadOnlySpan<int> mapping, ReadOnlySpan<float> weights, Span<float> sum);
}

using System.Numerics.Tensors;

namespace LocalRag.Embedding;

/// <summary>Token vectors of 32-bit floats.</summary>
internal sealed class SingleRows(float[] values, int count, int dimensions) : EmbeddingRows(count, dimensions)
{
    public override void AddTo(ReadOnlySpan<int> tokens, ReadOnlySpan<int> mapping, ReadOnlySpan<float> weights, Span<float> sum)
    {
        foreach (var token in tokens)
        {
            var row = mapping.IsEmpty ? token : mapping[token];
            var vector = values.AsSpan(row * Dimensions, Dimensions);
            if (weights.IsEmpty) TensorPrimitives.Add(sum, vector, sum);
            else TensorPrimitives.MultiplyAdd(vector, weights[token], sum, sum);
        }
    }
}

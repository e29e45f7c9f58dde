using System.Numerics.Tensors;

namespace LocalRag.Answering.Verification;

/// <summary>What the built-in embedder knows of a word.</summary>
/// <param name="Vector">Its vector, of unit length; near for words that are used alike.</param>
/// <param name="Weight">How much it says: greater for rarer words.</param>
internal sealed record WordSense(float[] Vector, double Weight)
{
    private const float Unlike = 0.40f;
    private const float Alike = 0.85f;

    /// <summary>From 0 for words of different meaning to 1 for words of one.</summary>
    public double NearnessTo(WordSense other) => Math.Clamp((TensorPrimitives.Dot(Vector, other.Vector) - Unlike) / (Alike - Unlike), 0, 1);
}

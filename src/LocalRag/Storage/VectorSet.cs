namespace LocalRag.Storage;

/// <summary>The vectors of one embedder. The built-in one's set has the number 1; deep sets follow.</summary>
/// <param name="Fingerprint">The embedder's fingerprint, as text.</param>
/// <param name="Dimension">The length of its vectors.</param>
/// <param name="Origin">How to reach the embedder again, in words of whoever made the set; storage does not read them.</param>
public sealed record VectorSet(long Id, string Fingerprint, int Dimension, string Origin);

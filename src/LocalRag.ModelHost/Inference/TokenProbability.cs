namespace LocalRag.ModelHost.Inference;

/// <summary>A token, how likely the model took it to be, and what else was likely.</summary>
/// <param name="Bytes">The bytes it stands for.</param>
/// <param name="LogProbability">The natural logarithm of its probability before sampling.</param>
/// <param name="Top">The likeliest tokens, likeliest first.</param>
internal sealed record TokenProbability(byte[] Bytes, double LogProbability, IReadOnlyList<TokenProbability> Top);

namespace LocalRag.ModelHost.Inference;

/// <summary>A step of an answer.</summary>
/// <param name="Text">Text that is new; may be empty.</param>
/// <param name="Probabilities">The tokens that were chosen since the last step, where asked for.</param>
/// <param name="Result">How the answer ended; null while it goes on.</param>
internal sealed record GenerationUpdate(string Text, IReadOnlyList<TokenProbability> Probabilities, GenerationResult? Result);

namespace LocalRag.ModelHost.Inference;

/// <summary>A part of a prompt.</summary>
/// <param name="Text">The text.</param>
/// <param name="Special">Whether names of control tokens in it stand for those tokens, as in a template's own pieces; false for text from elsewhere.</param>
internal readonly record struct PromptSegment(string Text, bool Special);

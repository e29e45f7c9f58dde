namespace LocalRag.ModelHost.Inference;

/// <summary>A token that is matched as a whole in a template's own text.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Text">Its text.</param>
/// <param name="StripsLeft">Whether it swallows white space before it.</param>
/// <param name="StripsRight">Whether it swallows white space after it.</param>
internal sealed record SpecialToken(int Id, string Text, bool StripsLeft, bool StripsRight);

namespace LocalRag.Answering.Prompts;

/// <summary>A turn of a conversation without sources.</summary>
internal readonly record struct PromptTurn(string Text, bool ByUser);

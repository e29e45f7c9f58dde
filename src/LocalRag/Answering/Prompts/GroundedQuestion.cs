namespace LocalRag.Answering.Prompts;

/// <summary>What a model is asked: a question, the sources that it may use, and the turns before it, oldest first.</summary>
internal sealed record GroundedQuestion(string Text, IReadOnlyList<PromptSource> Sources, IReadOnlyList<ConversationTurn> History);

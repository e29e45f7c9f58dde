using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Answering.Prompts;

/// <summary>
/// Puts a question and its sources into the words that a model family was trained with, and reads the family's answers.
/// What comes before the question (instructions, sources) does not depend on it, so that a server can keep its work on that part.
/// </summary>
internal abstract class PromptBuilder
{
    public static PromptBuilder For(PromptFamily family) => family switch
    {
        PromptFamily.Llama3 => new Llama3PromptBuilder(),
        PromptFamily.CommandR => new CommandRPromptBuilder(),
        PromptFamily.CommandA => new CommandAPromptBuilder(),
        _ => new ChatTemplatePromptBuilder(),
    };

    /// <summary>Texts at which an answer ends: what a model writes that goes on with the prompt's own form.</summary>
    public virtual IReadOnlyList<string> Stops => ["\nQuestion:", "\nSources:\n"];

    /// <summary>Asks for an answer from sources.</summary>
    public abstract IReadOnlyList<ChatMessage> Ground(GroundedQuestion question);

    /// <summary>Asks for the next turn of a conversation without sources.</summary>
    public abstract IReadOnlyList<ChatMessage> Chat(string system, IReadOnlyList<PromptTurn> turns);

    /// <summary>Reads the stream that answers <see cref="Ground"/>.</summary>
    /// <param name="sources">How many sources the question had; other numbers are no citations.</param>
    /// <param name="opensInThought">True where the template itself opens the model's thinking.</param>
    public abstract AnswerParser CreateParser(int sources, bool opensInThought = false);

    /// <summary>Reads the stream that answers <see cref="Chat"/>.</summary>
    public virtual AnswerParser CreateChatParser(bool opensInThought = false) => CreateParser(sources: 0, opensInThought);

    private protected static IReadOnlyList<ChatMessage> Raw(List<PromptSegment> segments) =>
        [new ChatMessage(ChatRole.User, [new PromptContent(segments)])];
}

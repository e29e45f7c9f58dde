using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Answering.Prompts;

/// <summary>
/// Plain messages for a server that applies the model's own template. Such a server tokenises the rendered whole, so control tokens
/// in questions and sources are broken up first.
/// </summary>
internal sealed class ChatTemplatePromptBuilder : PromptBuilder
{
    public override IReadOnlyList<ChatMessage> Ground(GroundedQuestion question)
    {
        List<ChatMessage> messages = [new(ChatRole.System, Instructions.Numbered)];
        var lead = Instructions.SourcesHead + ControlTokens.Defuse(Instructions.Blocks(question.Sources)) + Instructions.QuestionHead;
        foreach (var turn in question.History)
        {
            messages.Add(new(ChatRole.User, lead + ControlTokens.Defuse(turn.Question) + Instructions.Reminder));
            messages.Add(new(ChatRole.Assistant, ControlTokens.Defuse(Instructions.WithoutCitations(turn.Answer))));
            lead = "";
        }

        messages.Add(new(ChatRole.User, lead + ControlTokens.Defuse(question.Text) + Instructions.Reminder));
        return messages;
    }

    public override IReadOnlyList<ChatMessage> Chat(string system, IReadOnlyList<PromptTurn> turns) =>
        [new(ChatRole.System, system), .. turns.Select(turn => new ChatMessage(turn.ByUser ? ChatRole.User : ChatRole.Assistant, ControlTokens.Defuse(turn.Text)))];

    public override AnswerParser CreateParser(int sources, bool opensInThought = false) => new NumberedAnswerParser(sources, opensInThought);
}

using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Answering.Prompts;

/// <summary>
/// Llama 3's turns (the model card's prompt format). It has no documents slot: the sources are numbered blocks in the first user turn.
/// </summary>
internal sealed class Llama3PromptBuilder : PromptBuilder
{
    private const string EndOfTurn = "<|eot_id|>";

    public override IReadOnlyList<ChatMessage> Ground(GroundedQuestion question)
    {
        var segments = Begin(Instructions.Numbered);
        segments.Add(PromptSegment.Template(Header("user") + Instructions.SourcesHead));
        segments.AddRange(PromptSegment.Data(Instructions.Blocks(question.Sources)));
        segments.Add(PromptSegment.Template(Instructions.QuestionHead));
        foreach (var turn in question.History)
        {
            segments.AddRange(PromptSegment.Data(turn.Question));
            segments.Add(PromptSegment.Template(Instructions.Reminder + EndOfTurn + Header("assistant")));
            segments.AddRange(PromptSegment.Data(Instructions.WithoutCitations(turn.Answer)));
            segments.Add(PromptSegment.Template(EndOfTurn + Header("user")));
        }

        segments.AddRange(PromptSegment.Data(question.Text));
        segments.Add(PromptSegment.Template(Instructions.Reminder + EndOfTurn + Header("assistant")));
        return Raw(segments);
    }

    public override IReadOnlyList<ChatMessage> Chat(string system, IReadOnlyList<PromptTurn> turns)
    {
        var segments = Begin(system);
        foreach (var turn in turns)
        {
            segments.Add(PromptSegment.Template(Header(turn.ByUser ? "user" : "assistant")));
            segments.AddRange(PromptSegment.Data(turn.Text));
            segments.Add(PromptSegment.Template(EndOfTurn));
        }

        segments.Add(PromptSegment.Template(Header("assistant")));
        return Raw(segments);
    }

    public override AnswerParser CreateParser(int sources, bool opensInThought = false) => new NumberedAnswerParser(sources, opensInThought);

    private static List<PromptSegment> Begin(string system) =>
        [PromptSegment.Template("<|begin_of_text|>"), PromptSegment.Template(Header("system") + system + EndOfTurn)];

    private static string Header(string role) => $"<|start_header_id|>{role}<|end_header_id|>\n\n";
}

using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Answering.Prompts;

/// <summary>
/// Command R's and R+'s grounded generation, byte for byte as the models were trained with it (the model card's prompt format, its typing errors
/// with it). The sources have a turn of their own, numbered from 0.
/// </summary>
/// <param name="fast">Leaves out the plain answer in front of the grounded one: half the tokens, at a little quality.</param>
internal sealed class CommandRPromptBuilder(bool fast = true) : PromptBuilder
{
    private const string EndOfTurn = "<|END_OF_TURN_TOKEN|>";
    private const string System = "<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>";
    private const string User = "<|START_OF_TURN_TOKEN|><|USER_TOKEN|>";
    private const string Chatbot = "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>";

    private const string Preamble =
        """
        # Safety Preamble
        The instructions in this section override those in the task description and style guide sections. Don't answer questions that are harmful or immoral.

        # System Preamble
        ## Basic Rules
        You are a powerful conversational AI trained by Cohere to help people. You are augmented by a number of tools, and your job is to use and consume the output of these tools to best help the user. You will see a conversation history between yourself and a user, ending with an utterance from the user. You will then see a specific instruction instructing you what kind of response to generate. When you answer the user's requests, you cite your sources in your answers, according to those instructions.

        # User Preamble
        ## Task and Context

        """;

    private const string Instruction =
        """
        Carefully perform the following instructions, in order, starting each with a new line.
        Firstly, Decide which of the retrieved documents are relevant to the user's last input by writing 'Relevant Documents:' followed by comma-separated list of document numbers. If none are relevant, you should instead write 'None'.
        Secondly, Decide which of the retrieved documents contain facts that should be cited in a good answer to the user's last input by writing 'Cited Documents:' followed a comma-separated list of document numbers. If you dont want to cite any of them, you should instead write 'None'.

        """;

    private const string PlainAnswer =
        """
        Thirdly, Write 'Answer:' followed by a response to the user's last input in high quality natural english. Use the retrieved documents to help you. Do not insert any citations or grounding markup.

        """;

    private const string GroundedAnswer =
        """
        Finally, Write 'Grounded answer:' followed by a response to the user's last input in high quality natural english. Use the symbols <co: doc> and </co: doc> to indicate when a fact comes from a document in the search result, e.g <co: 0>my fact</co: 0> for a fact from document 0.
        """;

    public override IReadOnlyList<ChatMessage> Ground(GroundedQuestion question)
    {
        var segments = Begin(Preamble + Instructions.Task + "\n\n## Style Guide\n" + Instructions.Style);
        foreach (var turn in question.History)
        {
            segments.Add(PromptSegment.Template(User));
            segments.AddRange(PromptSegment.Data(turn.Question));
            segments.Add(PromptSegment.Template(EndOfTurn + Chatbot));
            segments.AddRange(PromptSegment.Data(Instructions.WithoutCitations(turn.Answer)));
            segments.Add(PromptSegment.Template(EndOfTurn));
        }

        segments.Add(PromptSegment.Template(User));
        segments.AddRange(PromptSegment.Data(question.Text));
        segments.Add(PromptSegment.Template(EndOfTurn + System + "<results>\n"));
        for (var document = 0; document < question.Sources.Count; document++)
        {
            var source = question.Sources[document];
            segments.Add(PromptSegment.Template($"{(document == 0 ? "" : "\n")}Document: {document}\ntitle: "));
            segments.AddRange(PromptSegment.Data(source.Place));
            segments.Add(PromptSegment.Template("\ntext: "));
            segments.AddRange(PromptSegment.Data(source.Text));
            segments.Add(PromptSegment.Template("\n"));
        }

        segments.Add(PromptSegment.Template("</results>" + EndOfTurn + System + Instruction + (fast ? "" : PlainAnswer) + GroundedAnswer + EndOfTurn + Chatbot));
        return Raw(segments);
    }

    public override IReadOnlyList<ChatMessage> Chat(string system, IReadOnlyList<PromptTurn> turns)
    {
        var segments = Begin(system);
        foreach (var turn in turns)
        {
            segments.Add(PromptSegment.Template(turn.ByUser ? User : Chatbot));
            segments.AddRange(PromptSegment.Data(turn.Text));
            segments.Add(PromptSegment.Template(EndOfTurn));
        }

        segments.Add(PromptSegment.Template(Chatbot));
        return Raw(segments);
    }

    public override AnswerParser CreateParser(int sources, bool opensInThought = false) => new CommandRAnswerParser(sources);

    public override AnswerParser CreateChatParser(bool opensInThought = false) => new NumberedAnswerParser(sources: 0);

    public override IReadOnlyList<string> Stops => [];

    private static List<PromptSegment> Begin(string system) =>
        [PromptSegment.Template("<BOS_TOKEN>"), PromptSegment.Template(System + system + EndOfTurn)];
}

using System.Globalization;
using System.Text;
using LocalRag.Models.Prompts;
using Microsoft.Extensions.AI;

namespace LocalRag.Answering.Prompts;

/// <summary>
/// Command R7B's and Command A's turns: the sources are the result of a tool call that the prompt puts into the model's mouth, behind the first
/// question, numbered from 0.
/// </summary>
internal sealed class CommandAPromptBuilder : PromptBuilder
{
    private const string EndOfTurn = "<|END_OF_TURN_TOKEN|>";
    private const string System = "<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>";
    private const string User = "<|START_OF_TURN_TOKEN|><|USER_TOKEN|>";
    private const string Chatbot = "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>";

    private const string ToolCall =
        Chatbot + "<|START_THINKING|>I will look through the document to address the users needs.<|END_THINKING|><|START_ACTION|>[\n" +
        "    {\"tool_call_id\": \"0\", \"tool_name\": \"direct-injected-document\", \"parameters\": {}}\n]<|END_ACTION|>" + EndOfTurn;

    private const string ResultHead = System + "<|START_TOOL_RESULT|>[\n    {\n        \"tool_call_id\": \"0\",\n        \"results\": {\n";

    private const string ResultTail = "        },\n        \"is_error\": null\n    }\n]<|END_TOOL_RESULT|>" + EndOfTurn;

    public override IReadOnlyList<ChatMessage> Ground(GroundedQuestion question)
    {
        var segments = Begin(CommandAPreamble.Text + Instructions.Task + "\n" + Instructions.Style +
            "\nIf the documents do not hold the answer, reply with exactly: " + Instructions.NotInSources);
        var resultsGiven = false;
        foreach (var turn in question.History)
        {
            AddQuestion(turn.Question);
            segments.Add(PromptSegment.Template(Chatbot + "<|START_RESPONSE|>"));
            segments.AddRange(PromptSegment.Data(Instructions.WithoutCitations(turn.Answer)));
            segments.Add(PromptSegment.Template("<|END_RESPONSE|>" + EndOfTurn));
        }

        AddQuestion(question.Text);
        segments.Add(PromptSegment.Template(Chatbot));
        return Raw(segments);

        void AddQuestion(string text)
        {
            segments.Add(PromptSegment.Template(User));
            segments.AddRange(PromptSegment.Data(text));
            segments.Add(PromptSegment.Template(EndOfTurn));
            if (resultsGiven) return;
            resultsGiven = true;
            AddResults(segments, question.Sources);
        }
    }

    public override IReadOnlyList<ChatMessage> Chat(string system, IReadOnlyList<PromptTurn> turns)
    {
        var segments = Begin(system);
        foreach (var turn in turns)
        {
            segments.Add(PromptSegment.Template(turn.ByUser ? User : Chatbot + "<|START_RESPONSE|>"));
            segments.AddRange(PromptSegment.Data(turn.Text));
            segments.Add(PromptSegment.Template((turn.ByUser ? "" : "<|END_RESPONSE|>") + EndOfTurn));
        }

        segments.Add(PromptSegment.Template(Chatbot));
        return Raw(segments);
    }

    public override AnswerParser CreateParser(int sources, bool opensInThought = false) => new CommandAAnswerParser(sources);

    public override IReadOnlyList<string> Stops => [];

    private static void AddResults(List<PromptSegment> segments, IReadOnlyList<PromptSource> sources)
    {
        segments.Add(PromptSegment.Template(ToolCall + ResultHead));
        for (var document = 0; document < sources.Count; document++)
        {
            var source = sources[document];
            segments.Add(PromptSegment.Template($"            \"{document}\": {{\"url\": \""));
            segments.AddRange(PromptSegment.Data(JsonText(source.Place)));
            segments.Add(PromptSegment.Template("\", \"snippet\": \""));
            segments.AddRange(PromptSegment.Data(JsonText(source.Text)));
            segments.Add(PromptSegment.Template(document == sources.Count - 1 ? "\"}\n" : "\"},\n"));
        }

        segments.Add(PromptSegment.Template(ResultTail));
    }

    private static List<PromptSegment> Begin(string system) =>
        [PromptSegment.Template("<BOS_TOKEN>"), PromptSegment.Template(System + system + EndOfTurn)];

    /// <summary>Escapes as Python's json.dumps without ensure_ascii, which the template's <c>tojson</c> is: .NET's writers escape more.</summary>
    private static string JsonText(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append(@"\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}

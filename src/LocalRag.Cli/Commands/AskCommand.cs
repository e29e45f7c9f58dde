using System.CommandLine;
using LocalRag.Answering;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag ask</c>: answers a question from the sources, with the lines that carry each sentence.</summary>
internal sealed class AskCommand : ExampleCommand
{
    private readonly Argument<string[]> _question = QueryText.Argument("question", "What to ask");
    private readonly Option<string?> _model = new("--model") { Description = "The generator; the one that is set up by default", HelpName = "NAME" };
    private readonly Option<string?> _questions = new("--questions") { Description = "Ask each line of a file; needs --json", HelpName = "FILE.jsonl" };
    private readonly FilterOptions _filters = new();

    public AskCommand(Terminal terminal)
        : base("ask", "Answer a question from the sources, with citations")
    {
        Add(_question);
        Add(_model);
        Add(_questions);
        _filters.AddTo(this);
        Examples =
        [
            ("localrag ask 'Who calls the token validation?'", "an answer and the lines it rests on"),
            ("localrag ask 'How do I restore a backup?' --lang markdown", "from the docs alone"),
            ("localrag ask --questions questions.jsonl --json", "many, one answer a line"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(CommonOptions.Json);
        var template = new Question("") { Filters = _filters.Of(parsed), Model = parsed.GetValue(_model) };
        var text = QueryText.Of(parsed, _question);
        var file = parsed.GetValue(_questions);
        if ((text is null) == (file is null)) throw new UsageException("Give either a question or --questions FILE.jsonl. See 'localrag ask --help'.");
        if (file is not null && !json) throw new UsageException("--questions needs --json.");

        using var knowledgeBase = CommonOptions.Open(parsed);
        if (file is not null) return await AskEachAsync(knowledgeBase, file, template, terminal, cancellationToken);

        var printer = json ? null : new AnswerPrinter(terminal);
        Answer? answer = null;
        await foreach (var update in knowledgeBase.AskAsync(template with { Text = text! }, cancellationToken))
        {
            printer?.Print(update);
            answer = AnswerOf(update) ?? answer;
        }

        if (answer is null) throw new KnowledgeBaseException(KnowledgeBaseError.Failed, "The answer broke off before its end. Ask again.");
        if (json) CliJson.Write(terminal, AnswerJson.Of(text!, answer));
        return answer.Refused ? ExitCode.NothingFound : ExitCode.Fine;
    }

    private static async Task<int> AskEachAsync(
        KnowledgeBase knowledgeBase, string file, Question template, Terminal terminal, CancellationToken cancellationToken)
    {
        await foreach (var line in QueryFile.ReadAsync(file, "--questions", cancellationToken))
        {
            Answer? answer = null;
            await foreach (var update in knowledgeBase.AskAsync(template with { Text = line.Query! }, cancellationToken)) answer = AnswerOf(update) ?? answer;
            if (answer is not null) CliJson.Write(terminal, AnswerJson.Of(line.Query!, answer, line.Id));
        }

        return ExitCode.Fine;
    }

    /// <summary>The whole answer where an update brings it: at its end, and again with the marks of a second look.</summary>
    private static Answer? AnswerOf(AnswerUpdate update) => update switch
    {
        AnswerUpdate.Completed completed => completed.Answer,
        AnswerUpdate.Reviewed reviewed => reviewed.Answer,
        _ => null,
    };
}

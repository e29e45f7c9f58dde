using System.CommandLine;
using LocalRag.Cli.Evaluation;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Retrieval;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag eval</c>: measures the search with questions whose answers are known.</summary>
internal sealed class EvalCommand : ExampleCommand
{
    // Deep enough for every measure that is printed, the recall within 2,000 tokens included.
    private const int Depth = 50;

    private readonly Argument<string> _file = new("file") { Description = "Questions with the places that answer them, one JSON object a line" };
    private readonly Option<int> _worst = new("--worst") { Description = "How many of the worst queries to list", HelpName = "COUNT", DefaultValueFactory = _ => 5 };
    private readonly FilterOptions _filters = new();

    public EvalCommand(Terminal terminal)
        : base("eval", "Measure the search with questions whose answers are known")
    {
        Add(_file);
        Add(_worst);
        _filters.AddTo(this);
        Examples =
        [
            ("localrag eval samples/questions.jsonl", "recall, MRR, NDCG and the worst queries"),
            ("localrag eval questions.jsonl --json | jq .mean", "for a build that must not get worse"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_file);
        var questions = await QueryFile.ReadAsync(file, "eval", cancellationToken).ToListAsync(cancellationToken);
        if (questions.Count == 0) throw new UsageException($"{file} holds no question.");
        if (questions.Find(question => question.Relevant is not { Count: > 0 }) is { } bare)
            throw new UsageException($"{file}: the question {bare.Id ?? bare.Query} has no \"relevant\" places.");

        var template = new SearchQuery("") { Limit = Depth, Filters = _filters.Of(parsed) };
        using var knowledgeBase = CommonOptions.Open(parsed, batch: true);
        var scores = new List<QueryScore>(questions.Count);
        foreach (var question in questions)
        {
            var result = await knowledgeBase.SearchAsync(template with { Text = question.Query! }, cancellationToken);
            scores.Add(QueryScore.Of(question, result));
        }

        var scorecard = ScorecardJson.Of(scores, parsed.GetValue(_worst));
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, scorecard);
        else new ScorecardPrinter(terminal).Print(scorecard);

        return ExitCode.Fine;
    }
}

using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Retrieval;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag search</c>: finds places by words, meaning and names.</summary>
internal sealed class SearchCommand : ExampleCommand
{
    private readonly Argument<string[]> _query = QueryText.Argument("query", "What to look for: words, a question or a symbol");
    private readonly Option<int> _limit = new("-n", "--limit") { Description = "At most this many hits", HelpName = "COUNT", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _lines = new("--lines") { Description = "Lines shown of each hit; 0 for all", HelpName = "COUNT", DefaultValueFactory = _ => 8 };
    private readonly Option<bool> _explain = new("--explain") { Description = "Show how each score came about" };
    private readonly Option<string?> _queries = new("--queries") { Description = "Search with each line of a file; needs --json", HelpName = "FILE.jsonl" };
    private readonly FilterOptions _filters = new();

    public SearchCommand(Terminal terminal)
        : base("search", "Find places by words, meaning and names")
    {
        Add(_query);
        Add(_limit);
        Add(_lines);
        Add(_explain);
        Add(_queries);
        _filters.AddTo(this);
        Examples =
        [
            ("localrag search where are tokens validated", "by meaning"),
            ("localrag search MemberTokenValidator --lang csharp", "by name"),
            ("localrag search 'retry delay' --path 'src/**' -n 3 --explain", "narrowed, with the parts of each score"),
            ("localrag search --queries questions.jsonl --json", "many, one result a line"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(CommonOptions.Json);
        var template = new SearchQuery("")
        {
            Limit = parsed.GetValue(_limit) is > 0 and var limit ? limit : throw new UsageException("-n takes a number from 1."),
            Filters = _filters.Of(parsed),
            Explain = parsed.GetValue(_explain),
        };
        var text = QueryText.Of(parsed, _query);
        var file = parsed.GetValue(_queries);
        if ((text is null) == (file is null)) throw new UsageException("Give either a query or --queries FILE.jsonl. See 'localrag search --help'.");
        if (file is not null && !json) throw new UsageException("--queries needs --json.");

        using var knowledgeBase = CommonOptions.Open(parsed, batch: file is not null);
        if (file is not null) return await SearchEachAsync(knowledgeBase, file, template, terminal, cancellationToken);

        var result = await knowledgeBase.SearchAsync(template with { Text = text! }, cancellationToken);
        if (json) CliJson.Write(terminal, SearchJson.Of(result));
        else new HitPrinter(terminal, parsed.GetValue(_lines)).Print(result);

        return result.Hits.Count > 0 ? ExitCode.Fine : ExitCode.NothingFound;
    }

    private static async Task<int> SearchEachAsync(
        KnowledgeBase knowledgeBase, string file, SearchQuery template, Terminal terminal, CancellationToken cancellationToken)
    {
        await foreach (var line in QueryFile.ReadAsync(file, "--queries", cancellationToken))
        {
            var result = await knowledgeBase.SearchAsync(template with { Text = line.Query! }, cancellationToken);
            CliJson.Write(terminal, SearchJson.Of(result, line.Id));
        }

        return ExitCode.Fine;
    }
}

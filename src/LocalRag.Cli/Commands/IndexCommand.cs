using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Indexing;
using LocalRag.Watching;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag index</c>: adds a folder or repository, or brings it up to date.</summary>
internal sealed class IndexCommand : ExampleCommand
{
    private readonly Argument<string> _path = new("path") { Description = "The folder or repository" };
    private readonly Option<string?> _name = new("--name") { Description = "The source's name in results; the folder's by default", HelpName = "NAME" };
    private readonly Option<bool> _full = new("--full") { Description = "Read every file again, changed or not" };

    private readonly Option<bool> _deep = new("--deep") { Description = "Then fill in the vectors of the second embedder; on a terminal that is done anyway" };

    private readonly Option<bool> _watch = new("--watch") { Description = "Go on following saves, commits and checkouts until Ctrl+C" };

    private readonly Option<bool> _purge = new("--purge") { Description = "Then rewrite the index file, so that nothing remains in it of what is no longer indexed" };

    public IndexCommand(Terminal terminal)
        : base("index", "Add a folder or repository, or bring it up to date")
    {
        Add(_path);
        Add(_name);
        Add(_full);
        Add(_deep);
        Add(_watch);
        Add(_purge);
        Examples =
        [
            ("localrag index .", "the repository you are in"),
            ("localrag index ~/src/shop --kb work --name shop", "into a knowledge base of its own"),
            ("localrag index . --watch", "and keep it up to date while you work"),
            ("localrag index . --deep", "with the vectors of 'models use embedder', however long it takes"),
            ("localrag index . --json | jq .skipped", "what was left out, and why"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = new IndexRequest(parsed.GetRequiredValue(_path)) { Name = parsed.GetValue(_name), Full = parsed.GetValue(_full) };
        var json = parsed.GetValue(CommonOptions.Json);
        using var knowledgeBase = CommonOptions.Open(parsed);
        var embedder = knowledgeBase.DeepEmbedder;
        if (parsed.GetValue(_deep) && embedder is null) throw new UsageException("--deep needs a second embedder. Choose one with 'localrag models use embedder MODEL'.");
        IndexReport report;
        try
        {
            report = await IndexProgressView.ShowAsync(terminal, progress => knowledgeBase.IndexAsync(request, progress, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            terminal.Say("What was written is kept; the next run resumes from it.");
            throw;
        }
        if (parsed.GetValue(_purge)) await knowledgeBase.PurgeAsync(cancellationToken);

        if (!json) new IndexReportPrinter(terminal).Print(report, knowledgeBase.Name);
        var deep = embedder is null ? null : await DeepFill.RunAsync(knowledgeBase, embedder, parsed.GetValue(_deep), terminal, cancellationToken);
        if (json) CliJson.Write(terminal, IndexJson.Of(report, deep));

        if (parsed.GetValue(_watch))
        {
            terminal.Say($"Watching {TerminalText.CleanLine(report.Source)}. Ctrl+C ends it.");
            // Whoever had the deep vectors filled in wants them for what changes as well; WatchAsync ends by cancellation alone.
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var following = deep is null ? Task.CompletedTask : knowledgeBase.FollowDeepAsync(progress: null, ended.Token);
            try
            {
                await knowledgeBase.WatchAsync(new WatchOptions(), report.Source, new WatchPrinter(terminal), cancellationToken);
            }
            finally
            {
                await ended.CancelAsync();
                await following.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }

        return ExitCode.Fine;
    }
}

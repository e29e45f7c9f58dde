using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Indexing;
using LocalRag.Watching;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag index</c>: adds a folder or repository, or brings it, or all that there are, up to date.</summary>
internal sealed class IndexCommand : ExampleCommand
{
    private readonly Argument<string?> _path = new("path") { Description = "The folder or repository; without it, every source that is indexed", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _name = new("--name") { Description = "The source's name in results; the folder's by default", HelpName = "NAME" };
    private readonly Option<bool> _full = new("--full") { Description = "Read every file again, changed or not" };

    private readonly Option<bool> _deep = new("--deep") { Description = "Then fill in the vectors of the second embedder; on a terminal that is done anyway" };

    private readonly Option<bool> _watch = new("--watch") { Description = "Go on following saves, commits and checkouts until Ctrl+C" };

    private readonly Option<bool> _purge = new("--purge") { Description = "Then rewrite the index file, so that nothing remains in it of what is no longer indexed, and take out kept answers that quote it" };

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
            ("localrag index", "bring every source up to date"),
            ("localrag index ~/src/shop --kb work --name shop", "into a knowledge base of its own"),
            ("localrag index . --watch", "and keep it up to date while you work"),
            ("localrag index . --deep", "with the vectors of 'models use embedder', however long it takes"),
            ("localrag index . --json | jq .skipped", "what was left out, and why"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(_path);
        if (path is null && parsed.GetValue(_name) is not null) throw new UsageException("--name names one source. Say which folder it is: 'localrag index PATH --name NAME'.");
        var json = parsed.GetValue(CommonOptions.Json);
        using var knowledgeBase = CommonOptions.Open(parsed);
        var embedder = knowledgeBase.DeepEmbedder;
        if (parsed.GetValue(_deep) && embedder is null) throw new UsageException("--deep needs a second embedder. Choose one with 'localrag models use embedder MODEL'.");
        string[] paths = path is not null ? [path] : [.. knowledgeBase.ReadSources().Select(source => source.Root)];
        if (paths.Length == 0) throw new UsageException("Nothing is indexed yet. Name a folder or repository: 'localrag index PATH'.");
        var reports = new List<IndexReport>();
        foreach (var folder in paths)
        {
            try
            {
                reports.Add(await IndexProgressView.ShowAsync(terminal, progress => knowledgeBase.IndexAsync(new IndexRequest(folder) { Name = parsed.GetValue(_name), Full = parsed.GetValue(_full) }, progress, cancellationToken)));
                if (!json) new IndexReportPrinter(terminal).Print(reports[^1]);
            }
            catch (KnowledgeBaseException exception) when (path is null && exception.Error is (KnowledgeBaseError.InvalidRequest or KnowledgeBaseError.Failed))
            {
                // One folder that is gone keeps no other from being brought up to date.
                terminal.Say(exception.Message);
            }
            catch (OperationCanceledException)
            {
                terminal.Say("What was written is kept; the next run resumes from it.");
                throw;
            }
        }

        if (!json && reports.Count > 0) new IndexReportPrinter(terminal).PrintHint(knowledgeBase.Name);
        if (parsed.GetValue(_purge)) terminal.Say(PurgeText.Of(await knowledgeBase.PurgeAsync(cancellationToken)));
        var deep = embedder is null ? null : await DeepFill.RunAsync(knowledgeBase, embedder, parsed.GetValue(_deep), terminal, cancellationToken);
        if (json)
            foreach (var report in reports) CliJson.Write(terminal, IndexJson.Of(report, deep));

        if (parsed.GetValue(_watch))
        {
            var only = path is null ? null : reports[0].Source;
            terminal.Say($"Watching {(only is null ? "every source" : TerminalText.CleanLine(only))}. Ctrl+C ends it.");
            // Whoever had the deep vectors filled in wants them for what changes as well; WatchAsync ends by cancellation alone.
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var following = deep is null ? Task.CompletedTask : knowledgeBase.FollowDeepAsync(progress: null, ended.Token);
            try
            {
                await knowledgeBase.WatchAsync(new WatchOptions(), only, new WatchPrinter(terminal), cancellationToken);
            }
            finally
            {
                await ended.CancelAsync();
                await following.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }

        return reports.Count == paths.Length ? ExitCode.Fine : ExitCode.Failed;
    }
}

using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag remove</c>: takes a source out of the index. Its files are not touched.</summary>
internal sealed class RemoveCommand : ExampleCommand
{
    private readonly Argument<string> _source = new("source") { Description = "The source's name, as 'localrag status' shows it" };

    private readonly Option<bool> _purge = new("--purge") { Description = "Then rewrite the index file, so that nothing remains in it of what is no longer indexed, and take out kept answers that quote it" };

    public RemoveCommand(Terminal terminal)
        : base("remove", "Take a source out of the index; its files are not touched")
    {
        Add(_source);
        Add(_purge);
        Examples = [("localrag remove shop", "forget the source called shop"), ("localrag remove shop --purge", "and leave nothing of it in the index file")];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var source = parsed.GetRequiredValue(_source);
        using var knowledgeBase = CommonOptions.Open(parsed);
        var removed = await knowledgeBase.RemoveSourceAsync(source, cancellationToken);
        if (parsed.GetValue(_purge)) terminal.Say(PurgeText.Of(await knowledgeBase.PurgeAsync(cancellationToken)));
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, new RemovedJson(source, removed));
        else if (removed) terminal.Out.WriteLine($"Removed {TerminalText.CleanLine(source)}.");

        if (removed) return ExitCode.Fine;
        terminal.Say($"There is no source {source}. 'localrag status' lists them.");
        return ExitCode.NothingFound;
    }
}

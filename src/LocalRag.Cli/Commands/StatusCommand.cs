using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag status</c>: what a knowledge base holds, and how it stands to the disk.</summary>
internal sealed class StatusCommand : ExampleCommand
{
    public StatusCommand(Terminal terminal)
        : base("status", "Show what the knowledge base holds, and whether it is up to date")
    {
        Examples =
        [
            ("localrag status", "sources, languages, what changed since"),
            ("localrag status --json | jq '.sources[].changedFiles'", "for a script"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using var knowledgeBase = CommonOptions.Open(parsed);
        var status = await knowledgeBase.GetStatusAsync(cancellationToken);
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, StatusJson.Of(status));
        else if (status.Sources.Count > 0) new StatusPrinter(terminal).Print(status);

        if (status.Sources.Count > 0) return ExitCode.Fine;
        terminal.Say($"Knowledge base '{status.Name}' holds nothing yet. Run 'localrag index PATH'.");
        return ExitCode.IndexMissing;
    }
}

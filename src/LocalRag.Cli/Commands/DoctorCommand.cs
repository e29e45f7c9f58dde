using System.CommandLine;
using LocalRag.Health;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag doctor</c>: checks that everything LocalRag needs is there and works.</summary>
internal sealed class DoctorCommand : ExampleCommand
{
    public DoctorCommand(Terminal terminal)
        : base("doctor", "Check that everything LocalRag needs is there and works")
    {
        Examples =
        [
            ("localrag doctor", "each check with its remedy"),
            ("localrag doctor --json | jq '.checks[] | select(.verdict != \"ok\")'", "only what is wrong"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var opened = new Lazy<KnowledgeBase>(() => CommonOptions.Open(parsed));
        var findings = await Checkup.RunAsync(LocalRagHome.Find(), () => opened.Value, cancellationToken);
        if (opened.IsValueCreated) opened.Value.Dispose();
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, DoctorJson.Of(findings));
        else new FindingPrinter(terminal).Print(findings);

        return findings.Any(finding => finding.Verdict == Verdict.Fail) ? ExitCode.Failed : ExitCode.Fine;
    }
}

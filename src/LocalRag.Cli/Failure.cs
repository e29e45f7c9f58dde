using LocalRag.Cli.Output;
using LocalRag.Models;

namespace LocalRag.Cli;

/// <summary>Says in one line why a run ended, and with which code.</summary>
internal static class Failure
{
    /// <summary>Set to <c>1</c>, an unexpected failure prints where it came from.</summary>
    private const string DebugVariable = "LOCALRAG_DEBUG";

    public static int Report(Exception exception, Terminal terminal, CancellationToken interrupted)
    {
        switch (exception)
        {
            case OperationCanceledException when interrupted.IsCancellationRequested:
                terminal.Say("Interrupted.");
                return ExitCode.Interrupted;
            case KnowledgeBaseException known:
                terminal.Say(known.Message);
                return ExitCode.Of(known.Error);
            case ModelException model:
                terminal.Say(model.Message);
                return ExitCode.Of(model.Error);
            case UsageException usage:
                terminal.Say(usage.Message);
                return ExitCode.Usage;
            case IOException when terminal.OutIsBroken:
                // `localrag search … | head -1`: the reader has what it wanted.
                return ExitCode.Fine;
            default:
                terminal.Say(exception.Message);
                if (Environment.GetEnvironmentVariable(DebugVariable) == "1") terminal.Say(exception.ToString());
                return ExitCode.Failed;
        }
    }
}

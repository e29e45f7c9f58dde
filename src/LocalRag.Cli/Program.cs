using System.CommandLine;
using System.CommandLine.Invocation;
using LocalRag.Cli;
using LocalRag.Cli.Commands;
using LocalRag.Cli.Commands.Models;
using LocalRag.Cli.Output;

using var terminal = new Terminal();
using var interruption = new Interruption();

var root = new RootCommand("LocalRag answers questions about your own code and docs, on your own machine.")
{
    CommonOptions.KnowledgeBase,
    CommonOptions.Json,
    new IndexCommand(terminal),
    new SearchCommand(terminal),
    new AskCommand(terminal),
    new VerifyCommand(terminal),
    new StatusCommand(terminal),
    new DoctorCommand(terminal),
    new EvalCommand(terminal),
    new RemoveCommand(terminal),
    BackupCommand.Backup(terminal),
    BackupCommand.Restore(terminal),
    new HookCommand(terminal),
    new ModelsCommand(terminal),
    new ServeCommand(terminal),
    new CompletionCommand(terminal),
};
root.HelpName = "localrag";
ExampleHelp.Install(root);

try
{
    // A query may start with @, which would else name a file of arguments.
    var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (parsed.Action is ParseErrorAction or null)
    {
        var command = parsed.CommandResult.Command is RootCommand ? "localrag" : $"localrag {parsed.CommandResult.Command.Name}";
        var fault = parsed.UnmatchedTokens.Count > 0
            ? $"There is no command or option '{parsed.UnmatchedTokens[0]}'."
            : parsed.Errors.Select(error => error.Message).FirstOrDefault() ?? "Name a command.";
        throw new UsageException($"{fault} See '{command} --help'.");
    }

    // Ctrl+C is ours: the library's own handling would end the process after two seconds, in the midst of a write.
    var configuration = new InvocationConfiguration
    {
        Output = terminal.Out,
        Error = terminal.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
    var code = await parsed.InvokeAsync(configuration, interruption.Token);
    terminal.Out.Flush();
    return code;
}
catch (Exception exception)
{
    // The outermost frame: whatever comes here ends the process, with one line and a code.
    return Failure.Report(exception, terminal, interruption.Token);
}

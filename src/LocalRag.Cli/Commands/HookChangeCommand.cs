using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Hooks;
using LocalRag.Sources;
using GitHookCommand = LocalRag.Hooks.HookCommand;

namespace LocalRag.Cli.Commands;

/// <summary>Changes or shows the hooks of a repository.</summary>
internal sealed class HookChangeCommand : ExampleCommand
{
    private readonly Func<string, GitHookCommand, SourceOptions?, HookReport> _change;

    public HookChangeCommand(
        Terminal terminal, string name, string description, Func<string, GitHookCommand, SourceOptions?, HookReport> change, params IReadOnlyList<(string Line, string Meaning)> examples)
        : base(name, description)
    {
        _change = change;
        Examples = examples;
        SetAction((parsed, _) => Task.FromResult(Run(parsed, terminal)));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        var report = _change(parsed.GetValue(HookCommand.Repository)!, Called(parsed), null);
        if (parsed.GetValue(CommonOptions.Json))
        {
            CliJson.Write(terminal, HookJson.Of(report));
            return ExitCode.Fine;
        }

        foreach (var (name, state) in report.Hooks)
        {
            terminal.Out.WriteLine($"{name,-14} " + state switch
            {
                HookState.Installed => "installed",
                HookState.Other => "installed for another place or knowledge base; 'localrag hook install' renews it",
                HookState.NotExecutable => "installed, but not executable: git does not run it until 'chmod +x' makes it so",
                _ => "not installed",
            });
        }

        terminal.Out.Flush();
        terminal.Say($"Hooks of {TerminalText.CleanLine(report.Folder)}");
        foreach (var note in report.Notes) terminal.Say(TerminalText.CleanLine(note));
        return ExitCode.Fine;
    }

    /// <summary>What the hooks are to start: this very program, by its absolute path.</summary>
    private static GitHookCommand Called(ParseResult parsed)
    {
        // Opening holds the knowledge base's name to its rules before it becomes part of a script.
        using var knowledgeBase = CommonOptions.Open(parsed);
        var program = Environment.ProcessPath ?? throw new UsageException("This system does not tell where the program is, so a hook could not start it.");
        // Under `dotnet LocalRag.Cli.dll` the process is the host's.
        string[] words = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "LocalRag.Cli.dll")] : [program];
        return new GitHookCommand(words, LocalRagHome.Find(), knowledgeBase.Name) { DotnetRoot = Environment.GetEnvironmentVariable("DOTNET_ROOT") };
    }
}

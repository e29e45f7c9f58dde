using System.CommandLine;
using LocalRag.Cli.Output;
using LocalRag.Hooks;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag hook</c>: has git tell LocalRag of every commit, merge, checkout and rebase.</summary>
internal sealed class HookCommand : Command
{
    public HookCommand(Terminal terminal)
        : base("hook", "Have git keep the index up to date")
    {
        Add(Repository);
        Add(new HookChangeCommand(
            terminal, "install", "Put LocalRag into the hooks behind commit, merge, checkout and rebase", GitHooks.Install,
            ("localrag hook install", "after 'localrag index .'"), ("localrag hook install --repo ~/src/shop --kb work", "elsewhere")));
        Add(new HookChangeCommand(
            terminal, "uninstall", "Take LocalRag out of the hooks and leave what was there before", GitHooks.Uninstall,
            ("localrag hook uninstall", "the repository you are in")));
        Add(new HookChangeCommand(
            terminal, "status", "Show which hooks call LocalRag", GitHooks.Status,
            ("localrag hook status --json", "for a script")));
        Add(new HookRunCommand());
    }

    public static Option<string> Repository { get; } = new("--repo")
    {
        Description = "The repository; the one you are in by default",
        HelpName = "PATH",
        DefaultValueFactory = _ => ".",
        Recursive = true,
    };
}

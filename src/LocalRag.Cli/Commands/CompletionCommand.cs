using System.CommandLine;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag completion</c>: prints a script that completes the command in a shell.</summary>
/// <remarks>Each script asks the program itself, through the directive <c>[suggest:POSITION]</c>, so none needs to be kept in step.</remarks>
internal sealed class CompletionCommand : ExampleCommand
{
    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh, fish or pwsh" };

    public CompletionCommand(Terminal terminal)
        : base("completion", "Print a script that completes localrag in a shell")
    {
        Add(_shell);
        _shell.CompletionSources.Add("bash", "zsh", "fish", "pwsh");
        Examples =
        [
            ("source <(localrag completion bash)", "in ~/.bashrc"),
            ("source <(localrag completion zsh)", "in ~/.zshrc"),
            ("localrag completion fish > ~/.config/fish/completions/localrag.fish", "once"),
            ("localrag completion pwsh | Out-String | Invoke-Expression", "in $PROFILE"),
        ];
        SetAction(parsed =>
        {
            terminal.Out.Write(Script(parsed.GetRequiredValue(_shell)));
            return ExitCode.Fine;
        });
    }

    private static string Script(string shell) => shell switch
    {
        "bash" => """
            _localrag() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _localrag localrag

            """,
        "zsh" => """
            _localrag() {
                local -a suggestions
                suggestions=("${(@f)$("${words[1]}" "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
                if [[ -n "${suggestions[*]}" ]]; then compadd -- "${suggestions[@]}"; else _files; fi
            }
            compdef _localrag localrag

            """,
        "fish" => """
            complete -c localrag -a '(set -l line (commandline -cp); localrag "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null)'

            """,
        "pwsh" => """
            Register-ArgumentCompleter -Native -CommandName localrag -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                localrag "[suggest:$cursorPosition]" "$commandAst" 2>$null |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """,
        _ => throw new UsageException($"There is no completion for {shell}. Take bash, zsh, fish or pwsh."),
    };
}

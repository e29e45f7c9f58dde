using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Models;
using LocalRag.Models.Store;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models remove</c>: deletes a pulled model, or forgets an added one.</summary>
internal sealed class ModelsRemoveCommand : ExampleCommand
{
    private readonly Argument<string> _model = new("model") { Description = "Its name in 'models list'" };

    public ModelsRemoveCommand(Terminal terminal)
        : base("remove", "Delete a pulled model, or forget an added one, whose file stays")
    {
        Add(_model);
        Examples = [("localrag models remove qwen2.5-coder-7b", "gives its disk space back")];
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        using var home = new ModelHome();
        var name = home.Store.Require(parsed.GetRequiredValue(_model)).Name;
        if (Enum.GetValues<ModelRole>().FirstOrDefault(role => home.Settings.For(role) is { Url: null } choice && choice.Model == name, (ModelRole)(-1)) is var used && used >= 0)
            throw new UsageException($"{name} is the {used.ToString().ToLowerInvariant()} in use. Choose another first: 'localrag models use {used.ToString().ToLowerInvariant()} none'.");
        var model = home.Store.Remove(name);
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, ModelJson.Of(model, description: null, usedAs: null));
        else terminal.Out.WriteLine(model.Origin == ModelOrigin.Own ? $"Deleted {model.Name}, {ByteSize.Format(model.Bytes)}." : $"Forgot {model.Name}; its file stays.");
        return ExitCode.Fine;
    }
}

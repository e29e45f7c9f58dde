using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Models.Store;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models add</c>: makes a GGUF file known that lies elsewhere.</summary>
internal sealed class ModelsAddCommand : ExampleCommand
{
    private readonly Argument<string> _path = new("path") { Description = "The GGUF file; it stays where it is" };
    private readonly Option<string?> _name = new("--name") { Description = "What to call it; the file's name by default", HelpName = "NAME" };

    public ModelsAddCommand(Terminal terminal)
        : base("add", "Make a GGUF file known that you have already")
    {
        Add(_path);
        Add(_name);
        Examples = [("localrag models add ~/models/smollm2.gguf", "under the file's name"), ("localrag models add model.gguf --name coder", "under one of your own")];
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        using var home = new ModelHome();
        var model = home.Store.Add(parsed.GetRequiredValue(_path), parsed.GetValue(_name));
        var description = ModelDescription.Of(model);
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, ModelJson.Of(model, description, usedAs: null));
        else terminal.Out.WriteLine($"Added {model.Name}. 'localrag models use {description?.Role.ToString().ToLowerInvariant() ?? "generator"} {model.Name}' puts it to work.");
        return ExitCode.Fine;
    }
}

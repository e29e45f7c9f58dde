using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Models;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models list</c>: the models on this machine and what each is used for.</summary>
internal sealed class ModelsListCommand : ExampleCommand
{
    private readonly Option<bool> _servers = new("--servers") { Description = "Also look for model servers at their usual ports on this machine" };

    public ModelsListCommand(Terminal terminal)
        : base("list", "Show the models on this machine, other programs' among them")
    {
        Add(_servers);
        Examples = [("localrag models list", "what is here"), ("localrag models list --servers", "and what Ollama, LM Studio and others serve")];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using var home = new ModelHome();
        var models = home.Store.List().Select(model => ModelJson.Of(model, ModelDescription.Of(model), UsedAs(home.Settings, model.Name))).ToList();
        var servers = parsed.GetValue(_servers) ? await ServerDiscovery.FindAsync(cancellationToken) : [];
        if (parsed.GetValue(CommonOptions.Json))
        {
            CliJson.Write(terminal, new ModelListJson(models, [.. servers.Select(server => new ServerJson(server.Kind.ToString(), server.Url.ToString(), server.Models))]));
            return ExitCode.Fine;
        }

        ModelPrinter.PrintList(terminal, models, home.Settings, servers);
        if (models.Count == 0 && servers.Count == 0) terminal.Say("No model is here yet. 'localrag models recommend' names those that fit this machine. Search and quoting answers work without any.");
        return ExitCode.Fine;
    }

    private static string? UsedAs(ModelSettings settings, string name)
    {
        var roles = Enum.GetValues<ModelRole>().Where(role => settings.For(role) is { Url: null } choice && choice.Model == name).Select(role => role.ToString().ToLowerInvariant());
        return string.Join(", ", roles) is { Length: > 0 } used ? used : null;
    }
}

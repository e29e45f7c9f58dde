using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Models.Serving;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models bench</c>: how fast a model is on this machine.</summary>
internal sealed class ModelsBenchCommand : ExampleCommand
{
    private readonly Argument<string?> _model = new("model") { Description = "Its name in 'models list'; the generator in use by default", Arity = ArgumentArity.ZeroOrOne };

    public ModelsBenchCommand(Terminal terminal)
        : base("bench", "Measure a model's speed and memory on this machine")
    {
        Add(_model);
        Examples = [("localrag models bench", "the generator in use"), ("localrag models bench minilm --json", "for a script")];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using var home = new ModelHome();
        var name = parsed.GetValue(_model) ?? (home.Settings.Generator is { Url: null } choice ? choice.Model : null)
            ?? throw new UsageException("No generator of this machine is in use. Name a model: 'localrag models list' shows them.");
        using var models = home.Serve();
        var result = await ModelBench.RunAsync(models, home.Store.Require(name), cancellationToken);
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, BenchJson.Of(result));
        else ModelPrinter.PrintBench(terminal, result);
        return ExitCode.Fine;
    }
}

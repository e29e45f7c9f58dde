using System.CommandLine;
using LocalRag.Cli.Output;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models</c>: which models there are, fit, and are used.</summary>
internal sealed class ModelsCommand : Command
{
    public ModelsCommand(Terminal terminal)
        : base("models", "Find, fetch and choose the models that write answers, embed and rerank")
    {
        Add(new ModelsListCommand(terminal));
        Add(new ModelsRecommendCommand(terminal));
        Add(new ModelsPullCommand(terminal));
        Add(new ModelsAddCommand(terminal));
        Add(new ModelsUseCommand(terminal));
        Add(new ModelsRemoveCommand(terminal));
        Add(new ModelsBenchCommand(terminal));
    }
}

using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Models;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models use</c>: chooses the model of a role.</summary>
internal sealed class ModelsUseCommand : ExampleCommand
{
    private const string None = "none";

    private readonly Argument<ModelRole> _role = new("role") { Description = "generator, embedder or reranker" };
    private readonly Argument<string> _model = new("model") { Description = "A model of 'models list', the address of a server (http://localhost:11434/v1), or none" };
    private readonly Option<string?> _served = new("--model") { Description = "The model at that server; its only one by default", HelpName = "NAME" };
    private readonly Option<string?> _key = new("--key-variable") { Description = "The environment variable that holds the server's key", HelpName = "NAME" };
    private readonly Option<PromptMode?> _prompt = new("--prompt") { Description = "Who puts prompts together: auto, chat (the server) or raw (LocalRag)", HelpName = "MODE" };

    public ModelsUseCommand(Terminal terminal)
        : base("use", "Choose who writes answers, embeds or reranks")
    {
        Add(_role);
        Add(_model);
        Add(_served);
        Add(_key);
        Add(_prompt);
        Examples =
        [
            ("localrag models use generator qwen2.5-coder-7b", "a model of this machine"),
            ("localrag models use generator http://localhost:11434/v1 --model llama3.2", "one that Ollama serves"),
            ("localrag models use embedder bge-m3", "vectors of a second embedder, behind the built-in one's"),
            ("localrag models use generator none", "answer in the sources' own sentences again"),
        ];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var role = parsed.GetRequiredValue(_role);
        var name = parsed.GetRequiredValue(_model);
        using var home = new ModelHome();
        var choice = Choose(parsed, name, home);
        var settings = home.File.Use(role, choice);
        var used = settings.For(role);
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, new UseJson(role.ToString().ToLowerInvariant(), used?.Model, used?.Url?.ToString()));
        else terminal.Out.WriteLine(used is null ? $"No {role.ToString().ToLowerInvariant()} is used now." : $"{ModelPrinter.Describe(used)} is the {role.ToString().ToLowerInvariant()} now.");
        if (used?.Url is not null && await ProblemAsync(role, new ServedModels(home.Folder, settings, home.Store), cancellationToken) is { } problem)
            terminal.Say($"It cannot be asked yet: {problem}");
        if (role == ModelRole.Embedder)
        {
            terminal.Say(used is null
                ? "Deep vectors that were made stay in the indexes, unused, so that going back costs nothing; 'localrag index PATH --purge' drops them."
                : "Its vectors fill in behind the built-in embedder's: in the server, or with 'localrag index PATH --deep'. Vectors of another embedder serve until these are whole.");
        }

        return ExitCode.Fine;
    }

    /// <summary>Asks a server for its model; what hinders it is said now, and not with the first question.</summary>
    private static async Task<string?> ProblemAsync(ModelRole role, ServedModels models, CancellationToken cancellationToken)
    {
        using (models)
        {
            try
            {
                _ = role switch
                {
                    ModelRole.Generator => (object?)await models.GeneratorAsync(cancellationToken: cancellationToken),
                    ModelRole.Embedder => await models.EmbedderAsync(cancellationToken),
                    _ => await models.RerankerAsync(cancellationToken),
                };
                return null;
            }
            catch (ModelException exception)
            {
                return exception.Message;
            }
        }
    }

    private ModelChoice? Choose(ParseResult parsed, string name, ModelHome home)
    {
        var (served, key, prompt) = (parsed.GetValue(_served), parsed.GetValue(_key), parsed.GetValue(_prompt) ?? PromptMode.Auto);
        if (name.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(name, UriKind.Absolute, out var url)
                ? new ModelChoice { Url = url, Model = served, KeyVariable = key, Prompt = prompt }
                : throw new UsageException($"'{name}' is no address. It looks like http://localhost:11434/v1.");
        }

        if (served is not null || key is not null) throw new UsageException("--model and --key-variable go with the address of a server.");
        return name == None ? null : new ModelChoice { Model = home.Store.Require(name).Name, Prompt = prompt };
    }
}

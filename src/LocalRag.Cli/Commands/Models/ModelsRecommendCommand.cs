using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Models;
using LocalRag.Models.Catalogue;
using LocalRag.Models.Hardware;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models recommend</c>: which models fit this machine, for which task.</summary>
internal sealed class ModelsRecommendCommand : ExampleCommand
{
    private readonly Option<ModelTask?> _task = new("--task") { Description = "Only for code, prose, japanese or speed", HelpName = "TASK" };
    private readonly Option<int> _count = new("-n") { Description = "How many to name for each task", DefaultValueFactory = _ => 3, HelpName = "COUNT" };

    public ModelsRecommendCommand(Terminal terminal)
        : base("recommend", "Name the models that fit this machine, with the memory they take and the speed to expect")
    {
        Add(_task);
        Add(_count);
        Examples = [("localrag models recommend", "for every task"), ("localrag models recommend --task code -n 10", "more, for code")];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var count = parsed.GetValue(_count);
        if (count is < 1 or > 100) throw new UsageException($"-n {count}: name 1 to 100.");
        var hardware = await HardwareReader.ReadAsync(ModelCatalog.BuiltIn, cancellationToken);
        var advisor = new ModelAdvisor(ModelCatalog.BuiltIn, hardware);
        ModelTask[] tasks = parsed.GetValue(_task) is { } only ? [only] : Enum.GetValues<ModelTask>();
        var advice = new List<AdviceJson>();
        foreach (var task in tasks) advice.AddRange(advisor.Recommend(ModelRole.Generator, task).Take(count).Select(model => AdviceJson.Of("generator", task, model)));
        foreach (var role in (ModelRole[])[ModelRole.Embedder, ModelRole.Reranker])
            foreach (var task in tasks.Where(task => task != ModelTask.Speed)) advice.AddRange(advisor.Recommend(role, task).Take(count).Select(model => AdviceJson.Of(role.ToString().ToLowerInvariant(), task, model)));

        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, new RecommendationJson(HardwareJson.Of(hardware), advice));
        else ModelPrinter.PrintAdvice(terminal, hardware, advice);
        return advice.Count > 0 ? ExitCode.Fine : ExitCode.NothingFound;
    }
}

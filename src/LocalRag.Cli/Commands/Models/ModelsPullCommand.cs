using System.CommandLine;
using LocalRag.Cli.Json;
using LocalRag.Cli.Output;
using LocalRag.Models.Store;
using Spectre.Console;

namespace LocalRag.Cli.Commands.Models;

/// <summary><c>localrag models pull</c>: fetches a model, the only thing that LocalRag ever connects out for.</summary>
internal sealed class ModelsPullCommand : ExampleCommand
{
    private readonly Argument<string> _model = new("model") { Description = "A name of 'models recommend', or org/name at the hub, with :QUANTISATION behind it for another than the usual" };
    private readonly Option<string?> _name = new("--name") { Description = "What to call it here", HelpName = "NAME" };

    public ModelsPullCommand(Terminal terminal)
        : base("pull", "Fetch a model; goes on where an earlier pull was interrupted")
    {
        Add(_model);
        Add(_name);
        Examples = [("localrag models pull qwen2.5-coder-7b", "one of the catalogue's"), ("localrag models pull org/name-GGUF:Q5_K_M", "any GGUF repository of the hub")];
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using var home = new ModelHome();
        var plan = await home.Store.PlanPullAsync(parsed.GetRequiredValue(_model), parsed.GetValue(_name), cancellationToken);
        terminal.Say($"{plan.Repository}: {plan.File}, {ByteSize.Format(plan.Bytes)}{(plan.BytesHere > 0 ? $", {ByteSize.Format(plan.BytesHere)} of it here" : "")}. Licence: {plan.Licence}.");
        var model = await ShowAsync(terminal, plan.Bytes, progress => home.Store.PullAsync(plan, progress, cancellationToken));
        if (parsed.GetValue(CommonOptions.Json)) CliJson.Write(terminal, ModelJson.Of(model, ModelDescription.Of(model), usedAs: null));
        else terminal.Out.WriteLine($"Pulled {model.Name}. 'localrag models use {RoleOf(model)} {model.Name}' puts it to work.");
        return ExitCode.Fine;
    }

    private static string RoleOf(InstalledModel model) => (ModelDescription.Of(model)?.Role ?? LocalRag.Models.ModelRole.Generator).ToString().ToLowerInvariant();

    private static async Task<InstalledModel> ShowAsync(Terminal terminal, long bytes, Func<IProgress<PullProgress>?, Task<InstalledModel>> pull)
    {
        if (!terminal.ErrorIsTerminal || !terminal.ErrorCanvas.Profile.Capabilities.Interactive) return await pull(null);
        InstalledModel? model = null;
        await terminal.ErrorCanvas.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn())
            .StartAsync(async context => model = await pull(new Bar(context.AddTask("connecting", maxValue: Math.Max(1, bytes)))));
        return model!;
    }

    private sealed class Bar(ProgressTask task) : IProgress<PullProgress>
    {
        public void Report(PullProgress value)
        {
            task.Value = value.BytesDone;
            task.Description = $"{ByteSize.Format(value.BytesDone)} of {ByteSize.Format(value.BytesTotal)}, {ByteSize.Format((long)value.BytesPerSecond)}/s{(value.Remaining is { } left ? $", {Amounts.Duration(left)} left" : "")}";
        }
    }
}

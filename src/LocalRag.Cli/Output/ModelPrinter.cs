using System.Globalization;
using LocalRag.Cli.Json;
using LocalRag.Models.Hardware;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Prints models, advice on them, and what was measured of them.</summary>
internal static class ModelPrinter
{
    public static void PrintList(Terminal terminal, IReadOnlyList<ModelJson> models, ModelSettings settings, IReadOnlyList<FoundServer> servers)
    {
        var width = models.Count == 0 ? 0 : Math.Min(40, models.Max(model => model.Name.Length)) + 2;
        foreach (var model in models)
        {
            var line = new Paragraph().Append(TerminalText.CleanLine(model.Name).PadRight(width), Ink.Path);
            line.Append((model.Role ?? "cannot be used").PadRight(11), model.Role is null ? Ink.Bad : Ink.Plain).Append(ByteSize.Format(model.Bytes).PadLeft(9), Ink.Plain);
            line.Append("  " + model.Origin, Ink.Faint);
            if (model.UsedAs is { } used) line.Append($"  in use as {used}", Ink.Good);
            terminal.Canvas.Write(line);
            terminal.Canvas.WriteLine();
        }

        foreach (var role in Enum.GetValues<LocalRag.Models.ModelRole>())
        {
            if (settings.For(role) is not { Url: not null } choice) continue;
            terminal.Canvas.Write(new Paragraph().Append(role.ToString().ToLowerInvariant().PadRight(11), Ink.Plain).Append(TerminalText.CleanLine(Describe(choice)), Ink.Good));
            terminal.Canvas.WriteLine();
        }

        foreach (var server in servers)
        {
            terminal.Canvas.Write(new Paragraph().Append($"{server.Kind} ", Ink.Strong).Append(server.Url.ToString(), Ink.Path).Append(": " + TerminalText.CleanLine(string.Join(", ", server.Models)), Ink.Plain));
            terminal.Canvas.WriteLine();
        }

        terminal.Out.Flush();
    }

    public static void PrintAdvice(Terminal terminal, HardwareProfile hardware, IReadOnlyList<AdviceJson> advice)
    {
        terminal.Canvas.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{hardware.PhysicalCores} cores, {ByteSize.Format(hardware.MemoryBytes)} of memory at {hardware.MemoryBandwidth / 1e9:0.#} GB/s"), Ink.Faint));
        foreach (var gpu in hardware.Gpus) terminal.Canvas.Write(new Text($", {TerminalText.CleanLine(gpu.Name)} with {ByteSize.Format(gpu.MemoryBytes)}", Ink.Faint));
        terminal.Canvas.WriteLine();
        foreach (var group in advice.GroupBy(model => (model.Role, model.Task)))
        {
            terminal.Canvas.WriteLine();
            terminal.Canvas.Write(new Text($"{char.ToUpperInvariant(group.Key.Role[0])}{group.Key.Role[1..]} for {group.Key.Task}\n", Ink.Strong));
            foreach (var model in group)
            {
                var speed = model.TokensPerSecond is { } tokens ? string.Create(CultureInfo.InvariantCulture, $", up to {(tokens < 10 ? Math.Round(tokens, 1) : Math.Round(tokens))} tokens/s") : "";
                terminal.Canvas.Write(new Paragraph()
                    .Append($"  {model.Name.PadRight(28)}", Ink.Path)
                    .Append($"{model.Quantisation.PadRight(7)} {ByteSize.Format(model.MemoryBytes).PadLeft(8)}{speed}{(model.Gpu is null ? "" : $" on {TerminalText.CleanLine(model.Gpu)}")}", Ink.Plain)
                    .Append($"  {model.Licence}", Ink.Faint));
                terminal.Canvas.WriteLine();
            }
        }

        terminal.Out.Flush();
        terminal.Say("'localrag models pull NAME' fetches one. Memory is with a context of 8,192 tokens; speeds are upper bounds, memory bandwidth over bytes read.");
    }

    public static void PrintBench(Terminal terminal, BenchResult result)
    {
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TerminalText.CleanLine(result.Model)}: reads {result.PromptTokensPerSecond:0} tokens/s{(result.TokensPerSecond is { } speed ? $", writes {speed:0.#} tokens/s" : "")}, loaded in {result.LoadSeconds:0.0} s{(result.MemoryBytes is { } bytes ? $", takes {ByteSize.Format(bytes)}" : "")}"));
        terminal.Out.Flush();
    }

    /// <summary>A choice in a few words.</summary>
    public static string Describe(ModelChoice choice) => choice.Url is null ? choice.Model! : choice.Model is { } model ? $"{model} at {choice.Url}" : choice.Url.ToString();
}

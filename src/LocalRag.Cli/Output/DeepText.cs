using System.Globalization;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Says how far the second embedder's vectors reach.</summary>
internal static class DeepText
{
    public static string Reach(DeepStatus status) =>
        status.Model is null ? $"No chunk has a vector of {status.Embedder} yet."
        : status.NextModel is { } next ? $"{next} has {Amounts.Count(status.NextVectors)} of {Amounts.Count(status.Chunks)} chunks; {status.Model} serves until it has all."
        : $"{status.Model} has {Amounts.Count(status.Vectors)} of {Amounts.Count(status.Chunks)} chunks.";

    public static (string Text, Style Style) Of(DeepStatus status)
    {
        if (status.Embedder is null)
            return ($"no second embedder is set up; {Amounts.Count(status.Vectors)} vectors of {status.Model} are kept, unused ('models use embedder {status.Model}' takes them up again, 'index PATH --purge' drops them)", Ink.Plain);
        var text = Reach(status).TrimEnd('.');
        if (status.Model is not null) text += string.Create(CultureInfo.InvariantCulture, $", {status.Dimension} dimensions");
        if (status.ChunksPerSecond is { } rate) text += string.Create(CultureInfo.InvariantCulture, $", {rate:0.0} chunks/s");
        if (status.IsFilling) text += ", being filled in now";
        else if (!status.IsWhole) text += "; 'localrag index PATH --deep' fills in the rest";
        if (status.Problem is { } problem) text += $". {problem}";
        return (text, status.IsWhole && status.Problem is null ? Ink.Good : Ink.Warning);
    }
}

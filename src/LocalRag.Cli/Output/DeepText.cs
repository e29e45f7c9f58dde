using System.Globalization;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Says how it stands with the second embedder's vectors.</summary>
internal static class DeepText
{
    public static (string Text, Style Style) Of(DeepStatus status)
    {
        if (status.Embedder is null)
            return ($"no second embedder is set up; {Amounts.Count(status.Vectors)} vectors of {status.Model} are kept, unused ('models use embedder {status.Model}' takes them up again, 'index PATH --purge' drops them)", Ink.Plain);
        var text = status.Reach.TrimEnd('.');
        if (status.Model is not null) text += string.Create(CultureInfo.InvariantCulture, $", {status.Dimension} dimensions");
        if (status.ChunksPerSecond is { } rate) text += string.Create(CultureInfo.InvariantCulture, $", {rate:0.0} chunks/s");
        if (status.IsFilling) text += ", being filled in now";
        else if (!status.IsWhole) text += "; 'localrag index PATH --deep' fills in the rest";
        if (status.Problem is { } problem) text += $". {problem}";
        return (text, status.IsWhole && status.Problem is null ? Ink.Good : Ink.Warning);
    }
}

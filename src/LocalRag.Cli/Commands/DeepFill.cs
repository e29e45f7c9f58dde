using System.Globalization;
using LocalRag.Cli.Output;
using LocalRag.Indexing;

namespace LocalRag.Cli.Commands;

/// <summary>The second pass at the end of <c>localrag index</c>: where it is asked for, or where somebody watches who can interrupt it.</summary>
internal static class DeepFill
{
    /// <param name="asked">True where it must be done to its end; false where a terminal alone makes it worth while.</param>
    /// <returns>What it did; null where it was not run.</returns>
    public static async Task<DeepReport?> RunAsync(KnowledgeBase knowledgeBase, string embedder, bool asked, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!asked && !terminal.ErrorIsTerminal)
        {
            var status = await knowledgeBase.GetDeepStatusAsync(cancellationToken);
            if (status is { IsWhole: false }) terminal.Say($"{status.Reach} Fill in the rest with 'localrag index PATH --deep'.");
            return null;
        }

        try
        {
            if (!asked) terminal.Say($"Filling in the vectors of {TerminalText.CleanLine(embedder)}. Searches work meanwhile; Ctrl+C ends it, and the next run goes on there.");
            var report = await DeepProgressView.ShowAsync(terminal, progress => knowledgeBase.FillDeepAsync(progress, cancellationToken));
            terminal.Say(Describe(report));
            return report;
        }
        catch (OperationCanceledException)
        {
            terminal.Say("The deep vectors made so far are kept; the next run goes on there.");
            throw;
        }
        catch (KnowledgeBaseException error) when (!asked)
        {
            // The index is made and can be searched: a second embedder that cannot be used does not undo that.
            terminal.Say(error.Message);
            return null;
        }
    }

    private static string Describe(DeepReport report)
    {
        var rate = report.PerSecond is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $", {perSecond:0.0} chunks/s") : "";
        var serving = report.Serving ? "" : "; the vectors of the embedder before serve until these are whole";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Model}: {Amounts.Count(report.Vectors)} of {Amounts.Count(report.Chunks)} chunks have its vectors ({Amounts.Count(report.Embedded)} embedded, {Amounts.Count(report.Reused)} reused) in {report.Seconds:0.0} s{rate}{serving}");
    }
}

namespace LocalRag.Cli.Output;

/// <summary>Says what a purge did.</summary>
internal static class PurgeText
{
    /// <param name="answers">Answers that were taken out of the conversations.</param>
    public static string Of(int answers) => answers switch
    {
        0 => "The index file was rewritten; nothing remains in it of what is no longer indexed.",
        1 => "The index file was rewritten, and 1 answer was taken out of the conversations: it was made from what is no longer indexed.",
        _ => $"The index file was rewritten, and {answers} answers were taken out of the conversations: they were made from what is no longer indexed.",
    };
}

using System.CommandLine;

namespace LocalRag.Cli.Commands;

/// <summary>The words of a query or question, which may be typed with or without quotes.</summary>
internal static class QueryText
{
    public static Argument<string[]> Argument(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The words as one text; null where there are none.</summary>
    /// <exception cref="UsageException">One of them looks like an option, which would else be searched for.</exception>
    public static string? Of(ParseResult parsed, Argument<string[]> argument)
    {
        var words = parsed.GetValue(argument) ?? [];
        var mistyped = Array.Find(words, word => word.StartsWith("--", StringComparison.Ordinal));
        if (mistyped is not null && !Environment.GetCommandLineArgs().Contains("--"))
            throw new UsageException($"There is no option {mistyped}. To search for that text, put -- in front of it.");

        var text = string.Join(' ', words).Trim();
        return text.Length == 0 ? null : text;
    }
}

using System.CommandLine;
using LocalRag.Documents;
using LocalRag.Retrieval;

namespace LocalRag.Cli.Commands;

/// <summary>The options that narrow a search, and the filters that they stand for.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _path = new("--path") { Description = "Only files that match a glob, such as 'src/**/*.cs'", HelpName = "GLOB" };
    private readonly Option<string?> _language = new("--lang") { Description = "Only one language, such as csharp or markdown", HelpName = "LANGUAGE" };
    private readonly Option<string?> _source = new("--source") { Description = "Only one source; 'localrag status' lists them", HelpName = "NAME" };
    private readonly Option<string?> _kind = new("--kind") { Description = "Only one kind of place: member, type, section, …", HelpName = "KIND" };

    public FilterOptions()
    {
        _language.CompletionSources.Add(_ => Languages.All);
        _kind.CompletionSources.Add(ChunkKinds.Names);
    }

    public void AddTo(Command command)
    {
        command.Add(_path);
        command.Add(_language);
        command.Add(_source);
        command.Add(_kind);
    }

    /// <exception cref="UsageException">A value is not one that exists.</exception>
    public SearchFilters Of(ParseResult parsed) => new()
    {
        PathGlob = parsed.GetValue(_path),
        Language = parsed.GetValue(_language) is { } language ? KnownLanguage(language) : null,
        Source = parsed.GetValue(_source),
        Kind = parsed.GetValue(_kind) is { } kind ? ChunkKinds.Parse(kind) : null,
    };

    private static string KnownLanguage(string language)
    {
        var lower = language.ToLowerInvariant();
        if (Languages.All.Contains(lower)) return lower;

        // "cs", "ts" and "c#" are what fingers type.
        var byExtension = Languages.Of("x." + (lower == "c#" ? "cs" : lower));
        return byExtension != Languages.PlainText
            ? byExtension
            : throw new UsageException($"--lang {language}: there is no such language. Take one of {string.Join(", ", Languages.All)}.");
    }
}

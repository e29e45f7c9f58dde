using System.CommandLine;

namespace LocalRag.Cli;

/// <summary>The options that every command takes.</summary>
internal static class CommonOptions
{
    public static Option<string> KnowledgeBase { get; } = CreateKnowledgeBase();

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON",
        Recursive = true,
    };

    /// <summary>In a batch every query is to get the same treatment, the first included, whose model has to be started.</summary>
    private static readonly DeepOptions ForBatches = new() { QueryWait = TimeSpan.FromSeconds(60) };

    /// <summary>Opens the knowledge base that <c>--kb</c> names.</summary>
    public static KnowledgeBase Open(ParseResult parsed, bool batch = false) =>
        LocalRag.KnowledgeBase.Open(KnowledgeBaseOptions.FromHome(parsed.GetValue(KnowledgeBase)!, deep: batch ? ForBatches : null));

    private static Option<string> CreateKnowledgeBase()
    {
        var option = new Option<string>("--kb")
        {
            Description = "The knowledge base",
            HelpName = "NAME",
            DefaultValueFactory = _ => "default",
            Recursive = true,
        };
        option.CompletionSources.Add(_ => NamesAtHome());
        return option;
    }

    private static IEnumerable<string> NamesAtHome()
    {
        var home = LocalRagHome.Find();
        return Directory.Exists(home)
            ? Directory.EnumerateFiles(home, "*.db").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)
            : [];
    }
}

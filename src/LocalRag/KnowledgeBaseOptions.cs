using LocalRag.Answering;
using LocalRag.Chunking;
using LocalRag.Retrieval;
using LocalRag.Sources;
using LocalRag.Watching;

namespace LocalRag;

/// <summary>Where a knowledge base lives and how it is built.</summary>
public sealed class KnowledgeBaseOptions
{
    /// <summary>The name that <c>--kb</c> takes: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The folder of indexes, models and settings (<c>LOCALRAG_HOME</c>); null for the default place.</summary>
    public string? Home { get; init; }

    public SourceOptions Sources { get; init; } = new();

    /// <summary>How large chunks are; tokens are always counted by the embedder in use.</summary>
    public ChunkingOptions Chunking { get; init; } = new();

    /// <summary>How far a search goes to be up to date.</summary>
    public FreshnessOptions Freshness { get; init; } = new();

    /// <summary>How the second embedder takes part, where one is set up.</summary>
    public DeepOptions Deep { get; init; } = new();

    public RankingOptions Ranking { get; init; } = new();

    public AnsweringOptions Answering { get; init; } = new();

    /// <summary>The options of a program for people: what <c>settings.json</c> in the home folder says, else the defaults.</summary>
    /// <param name="home">The folder of indexes, models and settings; null for the default place.</param>
    /// <param name="deep">How the second embedder is used; null for the defaults.</param>
    /// <exception cref="KnowledgeBaseException">The file, or a setting in it, is wrong; the message names it.</exception>
    public static KnowledgeBaseOptions FromHome(string name, string? home = null, DeepOptions? deep = null)
    {
        var (sources, freshness) = HomeSettings.Read(home ?? LocalRagHome.Find());
        return new KnowledgeBaseOptions { Name = name, Home = home, Sources = sources, Freshness = freshness, Deep = deep ?? new DeepOptions() };
    }

    /// <exception cref="KnowledgeBaseException">A setting is out of range; the message names it.</exception>
    internal void Validate()
    {
        if (Name.Length is 0 or > 64 || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || Name[0] is '.' or '-')
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"'{Name}' is no name for a knowledge base. Use up to 64 letters, digits, '-', '_' and '.', with a letter or digit first.");
        try
        {
            Sources.Validate();
            Chunking.Validate();
            Freshness.Validate();
            Deep.Validate();
        }
        catch (ArgumentException exception)
        {
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, exception.Message, exception);
        }
    }
}

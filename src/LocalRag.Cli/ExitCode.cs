using LocalRag.Models;

namespace LocalRag.Cli;

/// <summary>The codes that the command ends with. They are a contract: scripts and editors read them.</summary>
internal static class ExitCode
{
    public const int Fine = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NothingFound = 3;
    public const int IndexMissing = 4;
    public const int Locked = 5;
    public const int Interrupted = 130;

    public static int Of(ModelError error) => error switch
    {
        ModelError.InvalidRequest => Usage,
        ModelError.NotFound => NothingFound,
        ModelError.Locked => Locked,
        _ => Failed,
    };

    public static int Of(KnowledgeBaseError error) => error switch
    {
        KnowledgeBaseError.InvalidRequest => Usage,
        KnowledgeBaseError.IndexMissing => IndexMissing,
        KnowledgeBaseError.Locked => Locked,
        _ => Failed,
    };
}

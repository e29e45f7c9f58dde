using System.CommandLine;

namespace LocalRag.Cli.Commands;

/// <summary><c>localrag hook run</c>: what the hooks start. Not for people, so it is not shown.</summary>
internal sealed class HookRunCommand : Command
{
    public HookRunCommand()
        : base("run", "Take in what a hook asked for")
    {
        Hidden = true;
        SetAction(async (parsed, cancellationToken) =>
        {
            using var knowledgeBase = CommonOptions.Open(parsed);
            await knowledgeBase.FollowCommitsAsync(cancellationToken);
            await knowledgeBase.FollowChangeDeepAsync(cancellationToken);
            return ExitCode.Fine;
        });
    }
}

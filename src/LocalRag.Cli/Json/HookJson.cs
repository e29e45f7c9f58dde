using LocalRag.Hooks;

namespace LocalRag.Cli.Json;

/// <summary>The hooks of a repository as <c>hook … --json</c> writes them.</summary>
internal sealed record HookJson(string Folder, IReadOnlyDictionary<string, string> Hooks, IReadOnlyList<string> Notes)
{
    public static HookJson Of(HookReport report) => new(
        report.Folder,
        report.Hooks.ToDictionary(hook => hook.Key, hook => hook.Value switch
        {
            HookState.Installed => "installed",
            HookState.Other => "other",
            HookState.NotExecutable => "notExecutable",
            _ => "absent",
        }),
        report.Notes);
}

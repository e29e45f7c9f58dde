namespace LocalRag.Hooks;

/// <summary>Where a repository's hooks are and how they stand.</summary>
/// <param name="Folder">The folder that git runs hooks from.</param>
/// <param name="Hooks">Each hook that LocalRag uses, by its name.</param>
/// <param name="Notes">What is worth knowing about the folder, for people.</param>
public sealed record HookReport(string Folder, IReadOnlyList<KeyValuePair<string, HookState>> Hooks, IReadOnlyList<string> Notes);

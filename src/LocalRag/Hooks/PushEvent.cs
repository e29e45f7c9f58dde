namespace LocalRag.Hooks;

/// <summary>A push to a branch, as a git server told of it.</summary>
/// <param name="Server">"GitHub", "GitLab", "Gitea" or "Azure DevOps".</param>
/// <param name="Urls">The addresses under which the repository can be cloned or seen.</param>
/// <param name="Branch">Without <c>refs/heads/</c>.</param>
/// <param name="Commit">What the branch points to now, in hexadecimal.</param>
public sealed record PushEvent(string Server, IReadOnlyList<string> Urls, string Branch, string Commit);

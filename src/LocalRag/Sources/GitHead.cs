namespace LocalRag.Sources;

/// <summary>What a working tree has checked out.</summary>
/// <param name="Commit">In hexadecimal; null where the branch has no commit yet.</param>
/// <param name="Branch">Without <c>refs/heads/</c>; null where the head is detached.</param>
internal sealed record GitHead(string? Commit, string? Branch);

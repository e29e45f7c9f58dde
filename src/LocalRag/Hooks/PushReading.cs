namespace LocalRag.Hooks;

/// <summary>What a message of a git server was.</summary>
/// <param name="Verdict">How the host answers.</param>
/// <param name="Pushes">The pushes, one for each branch; none unless the verdict is <see cref="PushVerdict.Push"/>.</param>
/// <param name="Reason">For the server's log of deliveries; holds nothing of the secret.</param>
public sealed record PushReading(PushVerdict Verdict, IReadOnlyList<PushEvent> Pushes, string Reason);

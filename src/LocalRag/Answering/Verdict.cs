namespace LocalRag.Answering;

/// <summary>Whether a cited text carries a sentence.</summary>
/// <param name="Supported">True where nothing speaks against it.</param>
/// <param name="Score">From 0 (surely not) to 1; <paramref name="Supported"/> is a score of at least 0.5.</param>
/// <param name="Reason">What speaks most against the sentence, or what it was found to rest on, for people.</param>
public sealed record Verdict(bool Supported, double Score, string Reason);

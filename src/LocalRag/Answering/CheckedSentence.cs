namespace LocalRag.Answering;

/// <summary>A sentence of an answer, what it cites, and what was found of it.</summary>
/// <param name="Text">Plain text, its citations taken out.</param>
/// <param name="Verdict">Null as long as nobody has looked.</param>
internal sealed record CheckedSentence(string Text, IReadOnlyList<int> Numbers, CitationVerdict? Verdict);

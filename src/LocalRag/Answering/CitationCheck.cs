using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>Tells whether lines carry a sentence. Quick: it is called between two words of a stream.</summary>
/// <param name="sentence">Plain text, its citations taken out.</param>
/// <param name="cited">What it cites.</param>
internal delegate CitationVerdict CitationCheck(string sentence, IReadOnlyList<SearchHit> cited);

/// <param name="Score">From 0, not at all, to 1.</param>
internal readonly record struct CitationVerdict(bool Supported, double Score);

using LocalRag.Documents;

namespace LocalRag.Answering;

/// <summary>A place that a sentence of an answer rests on.</summary>
/// <param name="Number">As it stands in the answer's text: <c>[1]</c>.</param>
/// <param name="Supported">False where the lines do not carry every sentence that cites them; null before that was checked.</param>
public sealed record Citation(int Number, string Source, string Path, SourceSpan Span, string? Commit, string? Symbol, bool? Supported);

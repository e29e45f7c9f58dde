using LocalRag.Documents;
using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>A sentence that stands in a hit's lines or summary.</summary>
/// <param name="Text">As plain text on one line.</param>
internal sealed record Sentence(string Text, SearchHit Hit);

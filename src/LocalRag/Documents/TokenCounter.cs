namespace LocalRag.Documents;

/// <summary>Counts the tokens of a text as the embedder in use would. Must be callable from many threads at once.</summary>
public delegate int TokenCounter(ReadOnlySpan<char> text);

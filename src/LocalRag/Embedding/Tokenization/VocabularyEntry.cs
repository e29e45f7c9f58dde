namespace LocalRag.Embedding.Tokenization;

/// <summary>One token of a <see cref="TokenizerFile"/>: where its text lies, its id and, with a Unigram model, its log probability.</summary>
internal readonly record struct VocabularyEntry(int Start, int Length, int Id, double Score);

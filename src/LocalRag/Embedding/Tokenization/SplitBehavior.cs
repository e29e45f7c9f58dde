namespace LocalRag.Embedding.Tokenization;

/// <summary>What becomes of the places at which a text is split, named as in a <c>tokenizer.json</c>.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}

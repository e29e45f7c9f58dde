namespace LocalRag.Answering.Prompts;

/// <summary>
/// Reads a model's stream as it comes, cut anywhere. Text is given on as soon as it cannot be the beginning of markup, and never later.
/// One parser reads one answer, on one thread.
/// </summary>
internal abstract class AnswerParser
{
    /// <summary>Reads on.</summary>
    public abstract IReadOnlyList<AnswerFragment> Push(string delta);

    /// <summary>Reads what was held back; the stream has ended.</summary>
    public abstract IReadOnlyList<AnswerFragment> Complete();

    /// <summary>Reads a whole answer.</summary>
    public IReadOnlyList<AnswerFragment> Read(string text) => [.. Push(text), .. Complete()];
}

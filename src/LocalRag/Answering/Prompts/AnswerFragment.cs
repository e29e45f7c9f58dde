namespace LocalRag.Answering.Prompts;

/// <summary>A piece of what a model said, as its parser understands it.</summary>
internal abstract record AnswerFragment
{
    private AnswerFragment()
    {
    }

    /// <summary>More of the answer; citations stand in it as <c>[n]</c>, whatever form the family gives them.</summary>
    public sealed record Text(string Value) : AnswerFragment;

    /// <summary>More of what the model says to itself.</summary>
    public sealed record Thinking(string Value) : AnswerFragment;

    /// <summary>The model says that the sources do not hold the answer. Nothing comes after it.</summary>
    public sealed record Refusal : AnswerFragment;
}

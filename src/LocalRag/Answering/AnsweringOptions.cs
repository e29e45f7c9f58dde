namespace LocalRag.Answering;

/// <summary>How answers are made, each number beside its reason.</summary>
public sealed record AnsweringOptions
{
    /// <summary>
    /// A question is refused when the best chunks cover less than this share of its terms, weighed by rarity:
    /// of questions that a corpus can answer about one in twelve falls below, of those that it cannot about nine in ten.
    /// </summary>
    public double RefusalCoverage { get; init; } = 0.41;

    /// <summary>The chunks whose coverage is looked at: what ranks lower would not be read.</summary>
    public int RefusalDepth { get; init; } = 5;

    /// <summary>Chunks that an answer may cite. More do not fit a small model's context, nor a reader's patience.</summary>
    public int Sources { get; init; } = 6;

    /// <summary>Sentences that the extractive answer quotes: enough for a why and a how.</summary>
    public int Sentences { get; init; } = 4;

    /// <summary>Tokens that the sources of one question may take in a generator's prompt: a processor reads some hundred tokens a second.</summary>
    public int ContextTokens { get; init; } = 2_000;

    /// <summary>Tokens that a generator's answer may have, thinking included.</summary>
    public int AnswerTokens { get; init; } = 1_024;

    /// <summary>Whether the generator judges the cited sentences once more, behind the answer.</summary>
    public bool SecondLook { get; init; }

    /// <summary>How long a second look may take: a reader who waits longer has read the lines.</summary>
    public TimeSpan SecondLookTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Sentences that a second look judges at most.</summary>
    public int SecondLookSentences { get; init; } = 20;

    /// <summary>Earlier turns that a generator is shown: what is further back is seldom meant.</summary>
    public int HistoryTurns { get; init; } = 4;
}

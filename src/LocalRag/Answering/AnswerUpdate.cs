using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>
/// A step of an answer as it is made: the sources first, then text, then each cited sentence's verdict, and the whole.
/// Where a second look is set up its verdicts follow behind the whole answer, which waits for none of them.
/// </summary>
public abstract record AnswerUpdate
{
    private AnswerUpdate()
    {
    }

    /// <summary>The chunks that the answer is made from, numbered as it cites them.</summary>
    public sealed record Sources(SearchResult Search, IReadOnlyList<SearchHit> Packed) : AnswerUpdate;

    /// <summary>More of a reasoning model's thinking, kept apart from the answer.</summary>
    public sealed record Thinking(string Delta) : AnswerUpdate;

    /// <summary>More of the answer, Markdown with <c>[n]</c> behind what source n carries.</summary>
    public sealed record TextDelta(string Delta) : AnswerUpdate;

    /// <summary>A cited sentence was checked against its lines.</summary>
    public sealed record SentenceChecked(string Sentence, IReadOnlyList<int> Numbers, bool Supported, double Score) : AnswerUpdate;

    /// <summary>The whole answer; the end, unless a second look follows.</summary>
    public sealed record Completed(Answer Answer) : AnswerUpdate
    {
        /// <summary>Cited sentences that the generator is about to judge once more.</summary>
        public int ToJudge { get; init; }
    }

    /// <summary>The generator has judged a cited sentence of the whole answer; the verdict is that of both looks together.</summary>
    public sealed record SentenceJudged(string Sentence, IReadOnlyList<int> Numbers, bool Supported, double Score) : AnswerUpdate;

    /// <summary>The second look is at its end.</summary>
    /// <param name="Answer">The same answer, its citations marked by both looks.</param>
    /// <param name="Problem">Why not every sentence was judged, for people; null where all were.</param>
    public sealed record Reviewed(Answer Answer, string? Problem) : AnswerUpdate;
}

/// <summary>A whole answer.</summary>
/// <param name="Text">Markdown with <c>[n]</c> citations.</param>
/// <param name="Refused">True where the sources do not hold the answer; the citations are then the nearest places.</param>
/// <param name="Model">The generator's name, or <c>extractive</c>.</param>
public sealed record Answer(string Text, bool Refused, IReadOnlyList<Citation> Citations, string Model, double Seconds, Freshness Freshness)
{
    /// <summary>What the generator read and wrote; null where none wrote it, or it does not tell.</summary>
    public TokenUse? Tokens { get; init; }
}

/// <summary>What of a generator's context an answer took.</summary>
/// <param name="Read">Tokens of the prompt: rules, sources and earlier turns.</param>
/// <param name="Written">Tokens of the answer, thinking included.</param>
/// <param name="PerSecond">Tokens written in a second, from the first one on; null where too few to tell.</param>
public sealed record TokenUse(long Read, long Written, double? PerSecond);

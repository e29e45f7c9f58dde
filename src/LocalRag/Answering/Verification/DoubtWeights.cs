namespace LocalRag.Answering.Verification;

/// <summary>How much each kind of doubt counts, in log-odds; set by hand and checked on sets of sentences kept for that.</summary>
internal static class DoubtWeights
{
    /// <summary>The odds of a sentence about which there is no doubt at all.</summary>
    private const double NoDoubt = 1.2;

    /// <summary>The more of the sentence's words the text has, the more it means when they are put together otherwise.</summary>
    public static double Sharpness(double coverage) => Math.Clamp((coverage - 0.65) / 0.3, 0, 1);

    public static Doubt Sharpen(Doubt doubt, double sharpness) => doubt.Kind switch
    {
        DoubtKind.MisplacedName or DoubtKind.Opposite or DoubtKind.Negation => doubt with { Strength = doubt.Strength * sharpness },
        _ => doubt,
    };

    /// <summary>The log-odds that a doubt takes away.</summary>
    public static double Of(Doubt doubt) => doubt.Strength * doubt.Kind switch
    {
        DoubtKind.MissingNumber => 3,
        DoubtKind.MisplacedNumber => 3,
        DoubtKind.MissingName => 2.2,
        DoubtKind.MisplacedName => 2.2,
        DoubtKind.Truth => 2.2,
        DoubtKind.Opposite => 2,
        DoubtKind.Negation => 2.4,
        DoubtKind.Coverage => 0.8,
        DoubtKind.Clause => 1.4,
        _ => 1,
    };

    /// <summary>From 0 to 1. Of each kind only the strongest doubt counts: one slip is often seen in several words.</summary>
    public static double Score(IEnumerable<Doubt> doubts)
    {
        var odds = NoDoubt - doubts.GroupBy(static doubt => doubt.Kind).Sum(static kind => kind.Max(Of));
        return 1 / (1 + Math.Exp(-odds));
    }
}

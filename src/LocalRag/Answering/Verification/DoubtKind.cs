namespace LocalRag.Answering.Verification;

/// <summary>The ways in which a sentence can go beyond what it cites.</summary>
internal enum DoubtKind
{
    /// <summary>A number that the text does not hold.</summary>
    MissingNumber,

    /// <summary>A number that the text gives for something else.</summary>
    MisplacedNumber,

    /// <summary>A name that the text does not hold.</summary>
    MissingName,

    /// <summary>A name of which the text says something else.</summary>
    MisplacedName,

    /// <summary>True for false, on for off.</summary>
    Truth,

    /// <summary>A word for its opposite.</summary>
    Opposite,

    /// <summary>A denial of what the text asserts, or the other way round.</summary>
    Negation,

    /// <summary>Words that the text has nothing like.</summary>
    Coverage,

    /// <summary>A clause that the text has nothing like, in a sentence that it else carries.</summary>
    Clause,

    /// <summary>A subject that the text is not about.</summary>
    Meaning,
}

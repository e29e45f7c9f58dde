namespace LocalRag.Answering.Verification;

/// <summary>The kinds of things that a sentence can say something wrong about, one put in place of another of its kind.</summary>
internal enum AnchorKind
{
    /// <summary>An amount, a date, a version.</summary>
    Number,

    /// <summary>An identifier, a file, a product.</summary>
    Name,

    /// <summary>True or false, on or off.</summary>
    Truth,

    /// <summary>One of a pair of opposites: first or last, before or after.</summary>
    Opposite,
}

namespace LocalRag.Answering.Verification;

/// <summary>A number, name or opposite at its place in a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands.</param>
/// <param name="Key">What is equal for two anchors that mean the same.</param>
/// <param name="Start">Its offset.</param>
/// <param name="Line">The line it is in, from 0.</param>
/// <param name="Sentence">The sentence it is in.</param>
/// <param name="Clause">The clause it is in.</param>
internal sealed record Anchor(AnchorKind Kind, string Text, string Key, int Start, int Line, int Sentence, int Clause)
{
    /// <summary>What a number may stand for: 2 MB is 2,000,000 and 2,097,152.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>How a name is spelt; one name is seldom taken for another of another style.</summary>
    public NameStyle Style { get; init; }

    /// <summary>True for a name that is code beyond doubt: in backticks, or spelt like an identifier.</summary>
    public bool IsCode { get; init; }
}

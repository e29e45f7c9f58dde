namespace LocalRag.Answering.Verification;

/// <summary>One word of a text, an identifier's parts being words of their own.</summary>
/// <param name="Text">As it stands.</param>
/// <param name="Stem">Without grammatical endings, in lower case.</param>
/// <param name="Start">Its offset in the text.</param>
/// <param name="Line">The line it is in, from 0.</param>
/// <param name="Sentence">The number of the sentence it is in, from 0 over the whole text.</param>
/// <param name="Clause">The number of the clause it is in, from 0 over the whole text.</param>
internal sealed record Word(string Text, string Stem, int Start, int Line, int Sentence, int Clause)
{
    /// <summary>False for words that carry grammar alone.</summary>
    public bool IsContent { get; } = !FunctionWords.Contains(Text) && !char.IsAsciiDigit(Text[0]);
}

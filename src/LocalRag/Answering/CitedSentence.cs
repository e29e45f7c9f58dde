using LocalRag.Documents;

namespace LocalRag.Answering;

/// <summary>A sentence of a text, and the places that it cites.</summary>
/// <param name="Line">Where it begins in the text, from 1.</param>
/// <param name="Text">Without its citations.</param>
public sealed record CitedSentence(int Line, string Text, IReadOnlyList<SourcePlace> Places);

/// <summary>Lines of a file, as a text names them: <c>src/Loan.cs:10-24</c>.</summary>
public sealed record SourcePlace(string Path, SourceSpan Span)
{
    public override string ToString() => $"{Path}:{Span}";
}

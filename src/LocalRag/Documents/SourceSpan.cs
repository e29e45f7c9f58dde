namespace LocalRag.Documents;

/// <summary>A range of lines of a document, counted from 1, both ends included.</summary>
public readonly record struct SourceSpan(int StartLine, int EndLine)
{
    /// <summary>The number of lines covered.</summary>
    public int Length => EndLine - StartLine + 1;

    public bool Contains(int line) => line >= StartLine && line <= EndLine;

    public bool Overlaps(SourceSpan other) => StartLine <= other.EndLine && other.StartLine <= EndLine;

    /// <summary>Formats as <c>10-24</c>, or <c>10</c> where the span is one line.</summary>
    public override string ToString() => StartLine == EndLine ? $"{StartLine}" : $"{StartLine}-{EndLine}";
}

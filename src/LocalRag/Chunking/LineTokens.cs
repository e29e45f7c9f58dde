using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>How many tokens any run of lines of a document has. Each line is counted once.</summary>
internal sealed class LineTokens
{
    private readonly int[] _before;

    public LineTokens(SourceDocument document, TokenCounter count)
    {
        var lines = document.Lines;
        _before = new int[lines.Count + 1];
        for (var line = 1; line <= lines.Count; line++)
        {
            // With its line end, so that the sum is never less than the count of the lines together.
            var end = line < lines.Count ? lines.StartOf(line + 1) : document.Text.Length;
            _before[line] = _before[line - 1] + count(document.Text.AsSpan(lines.StartOf(line)..end));
        }
    }

    public int Of(int startLine, int endLine) => _before[endLine] - _before[startLine - 1];
}

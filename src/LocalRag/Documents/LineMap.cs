namespace LocalRag.Documents;

/// <summary>
/// Maps offsets in a text to lines and back. A line ends at <c>\n</c>, <c>\r\n</c> or a lone <c>\r</c>, as editors count;
/// Unicode's other separators do not end a line (Roslyn's own count differs there).
/// </summary>
public sealed class LineMap
{
    private readonly string _text;
    private readonly int[] _starts;

    public LineMap(string text)
    {
        _text = text;
        var starts = new List<int>(text.Length / 32 + 1) { 0 };
        var position = 0;
        while (true)
        {
            var next = text.AsSpan(position).IndexOfAny('\n', '\r');
            if (next < 0) break;
            position += next + 1;
            if (text[position - 1] == '\r' && position < text.Length && text[position] == '\n') position++;
            if (position < text.Length) starts.Add(position);
        }

        _starts = [.. starts];
    }

    /// <summary>The number of lines; a line end at the end of the text begins no further line. An empty text has one.</summary>
    public int Count => _starts.Length;

    /// <summary>The line, from 1, that holds the offset.</summary>
    public int LineAt(int offset)
    {
        var index = Array.BinarySearch(_starts, offset);
        return index >= 0 ? index + 1 : ~index;
    }

    /// <summary>The offset of a line's first character.</summary>
    public int StartOf(int line) => _starts[line - 1];

    /// <summary>The offset behind a line's last character, its line end left out.</summary>
    public int EndOf(int line)
    {
        var end = line < _starts.Length ? _starts[line] : _text.Length;
        while (end > _starts[line - 1] && _text[end - 1] is '\n' or '\r') end--;
        return end;
    }

    /// <summary>A line's text without its line end.</summary>
    public ReadOnlySpan<char> this[int line] => _text.AsSpan(StartOf(line), EndOf(line) - StartOf(line));

    /// <summary>True where a line holds white space alone.</summary>
    public bool IsBlank(int line) => this[line].IsWhiteSpace();

    /// <summary>The text of a span, the last line's end left out.</summary>
    public string Slice(SourceSpan span) => _text[StartOf(span.StartLine)..EndOf(span.EndLine)];
}

using System.Globalization;
using System.Text;

namespace LocalRag.Answering.Prompts;

/// <summary>
/// Tells citations (<c>[1]</c>, <c>[1, 3]</c>) in a stream of Markdown from its other text. Brackets in code, fenced or inline, are code:
/// <c>args[1]</c> cites nothing there.
/// </summary>
internal sealed class CitationScanner
{
    // "[12, 13, 14, 15]" and a little more; what is longer is no citation.
    private const int LongestCitation = 24;

    private readonly StringBuilder _out = new();
    private readonly StringBuilder _held = new();
    private readonly Func<IReadOnlyList<int>, string> _render;
    private int _ticks;
    private int _openTicks;
    private bool _lineHasText;
    private bool _tickRunStartsLine;

    /// <param name="render">What stands in the text for a citation of these numbers. Where it is empty, the blank in front goes too.</param>
    public CitationScanner(Func<IReadOnlyList<int>, string> render) => _render = render;

    private bool InCode => _openTicks > 0;

    /// <summary>Reads on; gives what is certain by now.</summary>
    public string Push(string delta)
    {
        foreach (var character in delta) Read(character);
        return Flush();
    }

    /// <summary>Gives what was held back.</summary>
    public string Complete()
    {
        EndTicks();
        Release();
        return Flush();
    }

    private string Flush()
    {
        var text = _out.ToString();
        _out.Clear();
        return text;
    }

    private void Read(char character)
    {
        if (character == '`')
        {
            Release();
            if (_ticks == 0) _tickRunStartsLine = !_lineHasText;
            _ticks++;
            _lineHasText = true;
            _out.Append(character);
            return;
        }

        EndTicks();
        if (character == '\n')
        {
            // Inline code does not go on behind a line end here: one stray tick must not hide the citations of a whole answer.
            if (_openTicks < 3) _openTicks = 0;
            _lineHasText = false;
        }
        else if (!char.IsWhiteSpace(character))
        {
            _lineHasText = true;
        }

        if (InCode)
            _out.Append(character);
        else
            ReadText(character);
    }

    private void ReadText(char character)
    {
        // What is held is a blank, a bracket that may become a citation, or both.
        var open = _held.Length > 1 || (_held.Length == 1 && _held[0] == '[');
        switch (character)
        {
            case ' ' when !open:
                Release();
                _held.Append(character);
                break;
            case '[':
                if (open) Release();
                _held.Append(character);
                break;
            case ']' when open:
                _held.Append(character);
                EndCitation();
                break;
            case >= '0' and <= '9' or ',' or ' ' or '^' when open && _held.Length < LongestCitation:
                _held.Append(character);
                break;
            default:
                Release();
                _out.Append(character);
                break;
        }
    }

    private void EndCitation()
    {
        var text = _held.ToString();
        var numbers = new List<int>();
        foreach (var part in text.Trim(' ', '[', ']').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
            if (int.TryParse(part.TrimStart('^'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) numbers.Add(number);
        if (numbers.Count == 0)
        {
            Release();
            return;
        }

        _held.Clear();
        var rendered = _render(numbers);
        if (rendered.Length == 0) return;
        if (text[0] == ' ') _out.Append(' ');
        _out.Append(rendered);
    }

    private void EndTicks()
    {
        if (_ticks == 0) return;
        var run = _ticks;
        _ticks = 0;
        if (_openTicks == 0)
            _openTicks = run >= 3 && !_tickRunStartsLine ? 1 : run;
        else if (run >= _openTicks || _openTicks < 3)
            _openTicks = 0;
    }

    private void Release()
    {
        _out.Append(_held);
        _held.Clear();
    }
}

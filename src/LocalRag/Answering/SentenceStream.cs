using System.Text;

namespace LocalRag.Answering;

/// <summary>
/// Cuts a stream of Markdown into sentences as they are complete, each with the citations that belong to it: those within, and those behind its full stop.
/// White space behind a sentence is held back until what follows tells that it has ended, so that a citation can still be put there.
/// </summary>
internal sealed class SentenceStream
{
    private readonly StringBuilder _sentence = new();
    private readonly StringBuilder _held = new();
    private bool _stopped;
    private bool _fenced;
    private int _lineStart;

    /// <summary>Reads on, one delta of any size.</summary>
    public IEnumerable<Piece> Push(string delta)
    {
        var shown = new StringBuilder();
        foreach (var character in delta)
        {
            if (EndsBefore(character))
            {
                if (shown.Length > 0) yield return new Piece.Shown(shown.ToString());
                shown.Clear();
                foreach (var piece in End()) yield return piece;
            }

            Take(character, shown);
        }

        if (shown.Length > 0) yield return new Piece.Shown(shown.ToString());
    }

    /// <summary>The stream has ended, and so has its last sentence.</summary>
    public IEnumerable<Piece> Complete() => End();

    private bool EndsBefore(char next)
    {
        if (_held.Length == 0) return false;
        // A line end ends what a sentence can be (a heading, a list item, a paragraph that is wrapped ends early); else a full stop, a blank and what begins a sentence.
        if (_held.ToString().Contains('\n', StringComparison.Ordinal)) return !char.IsWhiteSpace(next) && next != '[';
        return _stopped && !char.IsWhiteSpace(next) && (char.IsUpper(next) || char.IsDigit(next) || next is '`' or '"' or '*' or '-' or '“' || next > 0x2E80);
    }

    private void Take(char character, StringBuilder shown)
    {
        if (char.IsWhiteSpace(character))
        {
            _held.Append(character);
            return;
        }

        shown.Append(_held);
        _sentence.Append(_held);
        if (_held.ToString().Contains('\n', StringComparison.Ordinal)) _lineStart = _sentence.Length;
        _held.Clear();
        shown.Append(character);
        _sentence.Append(character);
        if (character == '`' && _sentence.Length - _lineStart == 3 && _sentence.ToString(_lineStart, 3) == "```") _fenced = !_fenced;
        if (character is '.' or '!' or '?' or '。' or '！' or '？') _stopped = true;
        else if (character is not (']' or '[' or ')' or '"' or '*' or '_' or '”' or '」') && !char.IsDigit(character)) _stopped = false;
    }

    private IEnumerable<Piece> End()
    {
        var text = _sentence.ToString();
        var blank = _held.ToString();
        _sentence.Clear();
        _held.Clear();
        _stopped = false;
        _lineStart = 0;
        var plain = CitationText.Remove(text).Trim();
        // Lines of code, and what has no word in it, say nothing that could be carried.
        if (!_fenced && !plain.StartsWith("```", StringComparison.Ordinal) && plain.Any(char.IsLetter)) yield return new Piece.Ended(plain, CitationText.Numbers(text));
        if (blank.Length > 0) yield return new Piece.Shown(blank);
    }

    /// <summary>What becomes of a stream.</summary>
    internal abstract record Piece
    {
        private Piece()
        {
        }

        /// <summary>Text to show.</summary>
        public sealed record Shown(string Text) : Piece;

        /// <summary>All of a sentence has been shown.</summary>
        /// <param name="Text">Without its citations.</param>
        public sealed record Ended(string Text, IReadOnlyList<int> Numbers) : Piece;
    }
}

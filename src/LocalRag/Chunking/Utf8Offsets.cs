using System.Text;

namespace LocalRag.Chunking;

/// <summary>
/// Maps offsets in a text's UTF-8 form, which parsers count, to offsets in the text. A lone surrogate counts as the three
/// bytes of the replacement character that encoders write for it.
/// </summary>
internal sealed class Utf8Offsets
{
    private const int Step = 128;

    private readonly string _text;
    private readonly List<(int Byte, int Character)>? _marks;

    public Utf8Offsets(string text)
    {
        _text = text;
        if (Ascii.IsValid(text)) return;
        _marks = [];
        for (int character = 0, bytes = 0; character < text.Length;)
        {
            if (bytes >= _marks.Count * Step) _marks.Add((bytes, character));
            var (length, width) = Measure(character);
            character += length;
            bytes += width;
        }
    }

    /// <summary>The character that begins at, or holds, a byte; the text's length where the byte is behind its end.</summary>
    public int ToCharacter(int offset)
    {
        if (_marks is null) return Math.Min(offset, _text.Length);
        var low = Math.Min(offset / Step, _marks.Count - 1);
        while (low > 0 && _marks[low].Byte > offset) low--;
        var (bytes, character) = _marks[low];
        while (character < _text.Length)
        {
            var (length, width) = Measure(character);
            if (bytes + width > offset) break;
            bytes += width;
            character += length;
        }

        return character;
    }

    private (int Length, int Width) Measure(int character)
    {
        var first = _text[character];
        if (first < 0x80) return (1, 1);
        if (first < 0x800) return (1, 2);
        return char.IsHighSurrogate(first) && character + 1 < _text.Length && char.IsLowSurrogate(_text[character + 1]) ? (2, 4) : (1, 3);
    }
}

namespace LocalRag.Answering.Prompts;

/// <summary>Text of a stream that has come but is not understood yet.</summary>
internal sealed class PendingText
{
    private string _text = "";

    public string Value => _text;

    public bool IsEmpty => _text.Length == 0;

    public void Append(string delta) => _text += delta;

    /// <summary>Takes the first characters away.</summary>
    public string Take(int length)
    {
        var taken = _text[..length];
        _text = _text[length..];
        return taken;
    }

    public string TakeAll() => Take(_text.Length);

    /// <summary>
    /// How many characters can be given on, where <paramref name="marker"/> is looked for: all in front of it, or in front of a tail that could become it.
    /// </summary>
    public int SafeLength(string marker)
    {
        var found = _text.IndexOf(marker, StringComparison.Ordinal);
        if (found >= 0) return found;
        for (var length = Math.Min(marker.Length - 1, _text.Length); length > 0; length--)
            if (_text.AsSpan(_text.Length - length).SequenceEqual(marker.AsSpan(0, length))) return _text.Length - length;
        return _text.Length;
    }
}

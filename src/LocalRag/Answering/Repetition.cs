using System.Text;

namespace LocalRag.Answering;

/// <summary>Tells whether a stream repeats the same few words, marks or line ends over and over, within one sentence or without any.</summary>
internal sealed class Repetition
{
    // A long row of a table's dashes is shorter than this.
    private const int ShortestRun = 160;
    private const int LongestPeriod = 120;
    private const int Times = 5;

    // How often the end is looked at.
    private const int Step = 32;

    private readonly StringBuilder _end = new();
    private int _unseen;

    /// <summary>Reads on; true where what was read last is one text many times over.</summary>
    public bool Add(string delta)
    {
        _end.Append(delta);
        _unseen += delta.Length;
        if (_unseen < Step) return false;
        _unseen = 0;
        if (_end.Length > 2 * LongestPeriod * Times) _end.Remove(0, _end.Length - (LongestPeriod * Times));
        var text = _end.ToString();
        for (var period = 1; period <= LongestPeriod; period++)
        {
            var run = Math.Max(ShortestRun, period * Times);
            if (text.Length < run) break;
            var end = text.AsSpan(text.Length - run);
            if (end[period..].SequenceEqual(end[..^period])) return true;
        }

        return false;
    }
}

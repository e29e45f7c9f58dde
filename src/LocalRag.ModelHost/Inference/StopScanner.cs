using System.Text;

namespace LocalRag.ModelHost.Inference;

/// <summary>Looks for stop strings in a text that arrives in pieces, and holds back what may be the beginning of one.</summary>
internal sealed class StopScanner(IReadOnlyList<string> stops)
{
    private readonly StringBuilder held = new();

    /// <summary>Whether a stop string was met.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes a piece and gives the text that is safe to show: all before a stop string, and nothing that may still become one.</summary>
    public string Add(string piece)
    {
        if (Stopped)
            return "";
        if (stops.Count == 0)
            return piece;

        held.Append(piece);
        var text = held.ToString();
        var first = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        held.Clear();
        if (first >= 0)
        {
            Stopped = true;
            return text[..first];
        }

        var keep = stops.Max(stop => Overlap(text, stop));
        held.Append(text, text.Length - keep, keep);
        return text[..^keep];
    }

    /// <summary>What was held back, at the end of the text.</summary>
    public string End()
    {
        var rest = held.ToString();
        held.Clear();
        return rest;
    }

    /// <summary>The length of the longest end of the text that begins the stop string.</summary>
    private static int Overlap(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                return length;
        }

        return 0;
    }
}

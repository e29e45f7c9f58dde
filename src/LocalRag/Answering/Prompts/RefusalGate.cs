namespace LocalRag.Answering.Prompts;

/// <summary>Holds the beginning of an answer back until it is certain whether it is the refusal that the instructions name.</summary>
internal sealed class RefusalGate
{
    private string _held = "";

    /// <summary>True once the answer has turned out to be a refusal.</summary>
    public bool Refused { get; private set; }

    /// <summary>True once the answer has turned out to be none; text goes straight through then.</summary>
    public bool Open { get; private set; }

    /// <summary>Gives what can be shown; empty while that is not certain.</summary>
    public string Push(string text)
    {
        if (Open) return text;
        if (Refused) return "";
        _held += text;
        var said = _held.AsSpan().TrimStart().TrimStart("*_\"'`[(");
        var refusal = Instructions.NotInSources.AsSpan();
        if (said.StartsWith(refusal, StringComparison.OrdinalIgnoreCase))
        {
            Refused = true;
            return "";
        }

        return refusal.StartsWith(said, StringComparison.OrdinalIgnoreCase) ? "" : Complete();
    }

    public string Complete()
    {
        if (Refused) return "";
        Open = true;
        var text = _held.TrimStart();
        _held = "";
        return text;
    }
}

namespace LocalRag.Answering.Prompts;

/// <summary>Reads answers that cite numbered sources as <c>[n]</c>: thinking is split off, and numbers that name no source are left out.</summary>
/// <param name="sources">How many sources there are; 0 leaves brackets alone.</param>
/// <param name="opensInThought">True where the template itself wrote <c>&lt;think&gt;</c>, so that the stream holds its end alone.</param>
internal sealed class NumberedAnswerParser(int sources, bool opensInThought = false) : AnswerParser
{
    private const string ThinkStart = "<think>";
    private const string ThinkEnd = "</think>";

    private readonly PendingText _pending = new();
    private readonly RefusalGate _gate = new();
    private readonly CitationScanner _citations = new(numbers => string.Concat(numbers.Where(number => number >= 1 && number <= sources).Select(number => $"[{number}]")));
    private Part _part = opensInThought ? Part.Thinking : Part.Beginning;

    private enum Part
    {
        Beginning,
        Thinking,
        Answer,
    }

    public override IReadOnlyList<AnswerFragment> Push(string delta)
    {
        var fragments = new List<AnswerFragment>();
        if (_gate.Refused) return fragments;
        _pending.Append(delta);
        if (_part == Part.Beginning) Begin();
        if (_part == Part.Thinking) Think(fragments);
        if (_part == Part.Answer) Answer(_pending.TakeAll(), fragments);
        return fragments;
    }

    public override IReadOnlyList<AnswerFragment> Complete()
    {
        var fragments = new List<AnswerFragment>();
        if (_gate.Refused) return fragments;
        if (_part == Part.Thinking)
        {
            if (!_pending.IsEmpty) fragments.Add(new AnswerFragment.Thinking(_pending.TakeAll()));
            return fragments;
        }

        Answer(_pending.TakeAll(), fragments);
        Cite(_gate.Complete(), fragments);
        if (_citations.Complete() is { Length: > 0 } rest) fragments.Add(new AnswerFragment.Text(rest));
        return fragments;
    }

    private void Begin()
    {
        var said = _pending.Value.AsSpan().TrimStart();
        if (said.StartsWith(ThinkStart, StringComparison.Ordinal))
        {
            _pending.Take(_pending.Value.IndexOf(ThinkStart, StringComparison.Ordinal) + ThinkStart.Length);
            _part = Part.Thinking;
        }
        else if (!ThinkStart.AsSpan().StartsWith(said, StringComparison.Ordinal))
        {
            _part = Part.Answer;
        }
    }

    private void Think(List<AnswerFragment> fragments)
    {
        var safe = _pending.SafeLength(ThinkEnd);
        var ended = _pending.Value.AsSpan(safe).StartsWith(ThinkEnd, StringComparison.Ordinal);
        if (safe > 0) fragments.Add(new AnswerFragment.Thinking(_pending.Take(safe)));
        if (!ended) return;
        _pending.Take(ThinkEnd.Length);
        _part = Part.Answer;
    }

    private void Answer(string text, List<AnswerFragment> fragments)
    {
        var shown = _gate.Push(text);
        if (_gate.Refused)
            fragments.Add(new AnswerFragment.Refusal());
        else
            Cite(shown, fragments);
    }

    private void Cite(string text, List<AnswerFragment> fragments)
    {
        if (text.Length == 0) return;
        var shown = sources == 0 ? text : _citations.Push(text);
        if (shown.Length > 0) fragments.Add(new AnswerFragment.Text(shown));
    }
}

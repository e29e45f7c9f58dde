namespace LocalRag.Answering.Prompts;

/// <summary>
/// Reads Command R's grounded answers: what comes before <c>Grounded answer:</c> is the model's notes, <c>None</c> under the relevant documents is
/// a refusal, and the tags around cited words become <c>[n]</c> behind them.
/// </summary>
internal sealed class CommandRAnswerParser(int sources) : AnswerParser
{
    private const string Marker = "Grounded answer:";
    private const string RelevantDocuments = "Relevant Documents:";

    private readonly PendingText _pending = new();
    private string _notes = "";
    private IReadOnlyList<int> _open = [];
    private bool _grounded;
    private bool _refused;
    private bool _said;

    public override IReadOnlyList<AnswerFragment> Push(string delta)
    {
        var fragments = new List<AnswerFragment>();
        if (_refused) return fragments;
        _pending.Append(delta);
        if (!_grounded) ReadNotes(ended: false, fragments);
        if (_grounded && !_refused) ReadAnswer(ended: false, fragments);
        return fragments;
    }

    public override IReadOnlyList<AnswerFragment> Complete()
    {
        var fragments = new List<AnswerFragment>();
        if (_refused) return fragments;
        if (!_grounded)
        {
            ReadNotes(ended: true, fragments);
            if (_refused) return fragments;
            // A model that does not keep to the form still gave an answer, with nothing cited.
            var plain = _notes.LastIndexOf("Answer:", StringComparison.Ordinal);
            var text = (plain < 0 ? _notes : _notes[(plain + "Answer:".Length)..]).Trim();
            if (text.Length > 0) fragments.Add(new AnswerFragment.Text(text));
            return fragments;
        }

        ReadAnswer(ended: true, fragments);
        return fragments;
    }

    private void ReadNotes(bool ended, List<AnswerFragment> fragments)
    {
        var safe = _pending.SafeLength(Marker);
        _grounded = _pending.Value.AsSpan(safe).StartsWith(Marker, StringComparison.Ordinal);
        _notes += _pending.Take(ended && !_grounded ? _pending.Value.Length : safe);
        if (_grounded) _pending.Take(Marker.Length);
        if (!SaysNone(ended || _grounded)) return;
        _refused = true;
        fragments.Add(new AnswerFragment.Refusal());
    }

    private bool SaysNone(bool linesAreWhole)
    {
        var start = _notes.IndexOf(RelevantDocuments, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return false;
        var line = _notes.AsSpan(start + RelevantDocuments.Length);
        var end = line.IndexOf('\n');
        if (end < 0 && !linesAreWhole) return false;
        return (end < 0 ? line : line[..end]).Trim().TrimEnd('.').Equals("None", StringComparison.OrdinalIgnoreCase);
    }

    private void ReadAnswer(bool ended, List<AnswerFragment> fragments)
    {
        while (!_pending.IsEmpty)
        {
            var text = _pending.Value;
            var open = text.IndexOf('<', StringComparison.Ordinal);
            if (open != 0)
            {
                Say(_pending.Take(open < 0 ? text.Length : open), fragments);
            }
            else if (GroundingTag.TryRead(text, out var tag))
            {
                _pending.Take(tag.Length);
                if (tag.Closes) Say(GroundingTag.Render(tag.Documents.Count > 0 ? tag.Documents : _open, sources), fragments);
                _open = tag.Closes ? [] : tag.Documents;
            }
            else if (!ended && GroundingTag.IsIncomplete(text))
            {
                return;
            }
            else
            {
                Say(_pending.Take(1), fragments);
            }
        }
    }

    private void Say(string text, List<AnswerFragment> fragments)
    {
        if (!_said) text = text.TrimStart();
        if (text.Length == 0) return;
        _said = true;
        fragments.Add(new AnswerFragment.Text(text));
    }
}

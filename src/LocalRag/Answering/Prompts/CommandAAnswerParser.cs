namespace LocalRag.Answering.Prompts;

/// <summary>
/// Reads answers of Command R7B and Command A: their control tokens part thinking, tool calls and the response; tool calls are left out, also one
/// that leaks into the response as bare JSON; closing tags become <c>[n]</c>.
/// </summary>
internal sealed class CommandAAnswerParser(int sources) : AnswerParser
{
    // More than any tool call that was seen; what is longer is shown.
    private const int LongestToolCall = 8_000;

    private static readonly (string Token, Part Next)[] Tokens =
    [
        ("<|START_THINKING|>", Part.Thinking), ("<|END_THINKING|>", Part.Response),
        ("<|START_ACTION|>", Part.Action), ("<|END_ACTION|>", Part.Response),
        ("<|START_TOOL_RESULT|>", Part.Action), ("<|END_TOOL_RESULT|>", Part.Response),
        ("<|START_RESPONSE|>", Part.Response), ("<|END_RESPONSE|>", Part.End),
        ("<|START_TEXT|>", Part.Response), ("<|END_TEXT|>", Part.End),
        ("<|END_OF_TURN_TOKEN|>", Part.End),
    ];

    private readonly PendingText _pending = new();
    private readonly RefusalGate _gate = new();
    private Part _part = Part.Response;
    private string? _opening = "";

    private enum Part
    {
        Thinking,
        Action,
        Response,
        End,
    }

    public override IReadOnlyList<AnswerFragment> Push(string delta) => Read(delta, ended: false);

    public override IReadOnlyList<AnswerFragment> Complete()
    {
        var fragments = Read("", ended: true);
        if (_gate.Refused) return fragments;
        var opening = _opening;
        _opening = null;
        if (opening is { Length: > 0 } && !IsToolCall(opening)) Respond(opening, fragments);
        if (_gate.Complete() is { Length: > 0 } rest) fragments.Add(new AnswerFragment.Text(rest));
        return fragments;
    }

    private List<AnswerFragment> Read(string delta, bool ended)
    {
        var fragments = new List<AnswerFragment>();
        _pending.Append(delta);
        while (!_pending.IsEmpty && !_gate.Refused)
        {
            var text = _pending.Value;
            var open = text.IndexOf('<', StringComparison.Ordinal);
            if (open != 0)
                Take(_pending.Take(open < 0 ? text.Length : open), fragments);
            else if (TryControl(text) is { } control)
            {
                _pending.Take(control.Token.Length);
                _part = control.Next;
            }
            else if (GroundingTag.TryRead(text, out var tag))
            {
                _pending.Take(tag.Length);
                if (tag.Closes && _part == Part.Response) Respond(GroundingTag.Render(tag.Documents, sources), fragments);
            }
            else if (!ended && (GroundingTag.IsIncomplete(text) || Array.Exists(Tokens, entry => entry.Token.StartsWith(text, StringComparison.Ordinal))))
                break;
            else
                Take(_pending.Take(1), fragments);
        }

        return fragments;
    }

    private static (string Token, Part Next)? TryControl(string text)
    {
        foreach (var entry in Tokens)
            if (text.StartsWith(entry.Token, StringComparison.Ordinal)) return entry;
        return null;
    }

    private void Take(string text, List<AnswerFragment> fragments)
    {
        if (_part == Part.Thinking)
            fragments.Add(new AnswerFragment.Thinking(text));
        else if (_part == Part.Response)
            Open(text, fragments);
    }

    /// <summary>Holds a response that begins like a JSON array or object until it is whole: a tool call may be leaking.</summary>
    private void Open(string text, List<AnswerFragment> fragments)
    {
        if (_opening is null)
        {
            Respond(text, fragments);
            return;
        }

        _opening += text;
        var said = _opening.AsSpan().TrimStart();
        if (said.IsEmpty) return;
        if (said[0] is '[' or '{' && _opening.Length < LongestToolCall)
        {
            var end = EndOfJson(_opening);
            if (end < 0) return;
            if (IsToolCall(_opening[..end]))
            {
                _opening = _opening[end..];
                return;
            }
        }

        var held = _opening;
        _opening = null;
        Respond(held, fragments);
    }

    private void Respond(string text, List<AnswerFragment> fragments)
    {
        if (_opening is { Length: > 0 } held && !IsToolCall(held))
        {
            _opening = null;
            text = held + text;
        }

        var shown = _gate.Push(text);
        if (_gate.Refused) fragments.Add(new AnswerFragment.Refusal());
        else if (shown.Length > 0) fragments.Add(new AnswerFragment.Text(shown));
    }

    private static bool IsToolCall(string text) =>
        text.AsSpan().TrimStart() is ['[' or '{', ..] && (text.Contains("\"tool_name\"", StringComparison.Ordinal) || text.Contains("\"tool_call_id\"", StringComparison.Ordinal));

    /// <summary>The place behind the JSON value that a text begins with, or -1 where its end has not come.</summary>
    private static int EndOfJson(string text)
    {
        var depth = 0;
        var inString = false;
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (inString)
            {
                if (character == '\\') index++;
                else if (character == '"') inString = false;
            }
            else if (character == '"') inString = true;
            else if (character is '[' or '{') depth++;
            else if (character is ']' or '}' && --depth == 0) return index + 1;
        }

        return -1;
    }
}

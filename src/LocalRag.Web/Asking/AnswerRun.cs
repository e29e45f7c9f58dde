using System.Text;
using LocalRag.Answering;
using LocalRag.Conversations;
using LocalRag.Retrieval;

namespace LocalRag.Web.Asking;

/// <summary>One answer being made. It belongs to the server, not to a page: closing or reloading the page does not end it.</summary>
/// <remarks>Safe for concurrent use; <see cref="Changed"/> is raised on the thread that made the change.</remarks>
internal sealed class AnswerRun : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly CancellationTokenSource _stop;
    private ConversationEntry _entry;
    private bool _disposed;

    public AnswerRun(string conversationId, ConversationEntry entry, CancellationToken shutdown)
    {
        ConversationId = conversationId;
        _entry = entry;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
        Token = _stop.Token;
    }

    public event Action? Changed;

    public string ConversationId { get; }

    public CancellationToken Token { get; }

    public bool IsRunning { get; private set; } = true;

    /// <summary>The entry as far as it has come.</summary>
    public ConversationEntry Entry
    {
        get
        {
            lock (_lock) return IsRunning ? _entry with { Text = _text.ToString() } : _entry;
        }
    }

    /// <summary>A reasoning model's thinking so far.</summary>
    public string Thinking
    {
        get
        {
            lock (_lock) return _thinking.ToString();
        }
    }

    public void Stop()
    {
        lock (_lock)
            if (!_disposed) _stop.Cancel();
    }

    public void Apply(AnswerUpdate update)
    {
        lock (_lock)
            switch (update)
            {
                case AnswerUpdate.Sources sources:
                    _entry = _entry with { Freshness = sources.Search.Freshness, Places = [.. sources.Packed.Select((hit, i) => PlaceOf(hit, i + 1))] };
                    break;
                case AnswerUpdate.Thinking thinking:
                    _thinking.Append(thinking.Delta);
                    break;
                case AnswerUpdate.TextDelta text:
                    _text.Append(text.Delta);
                    break;
                case AnswerUpdate.SentenceChecked { Supported: false } check:
                    _entry = _entry with { Unsupported = [.. _entry.Unsupported, check.Sentence] };
                    break;
                case AnswerUpdate.SentenceJudged judged:
                    var others = _entry.Unsupported.Where(sentence => sentence != judged.Sentence);
                    _entry = _entry with { Unsupported = judged.Supported ? [.. others] : [.. others, judged.Sentence] };
                    break;
                case AnswerUpdate.Reviewed(var answer, _):
                    _entry = Complete(_entry, answer);
                    break;
                case AnswerUpdate.Completed(var answer):
                    _text.Clear().Append(answer.Text);
                    _entry = Complete(_entry, answer);
                    break;
            }

        Changed?.Invoke();
    }

    /// <summary>Ends the run; what was written until then is kept.</summary>
    public ConversationEntry End(EntryState state, string? error, TimeSpan took)
    {
        lock (_lock)
        {
            _entry = _entry with { Text = _text.ToString(), State = state, Error = error, Seconds = _entry.Seconds > 0 ? _entry.Seconds : took.TotalSeconds };
            return _entry;
        }
    }

    /// <summary>Makes the stored entry the run's own and tells everyone that it has ended.</summary>
    public void Close(ConversationEntry stored)
    {
        lock (_lock)
        {
            _entry = stored;
            IsRunning = false;
        }

        Changed?.Invoke();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    private static CitedPlace PlaceOf(SearchHit hit, int number) =>
        new(number, hit.Source, hit.Path, hit.Span.StartLine, hit.Span.EndLine, hit.Language, hit.Symbol, null, hit.Text, Cited: false, Supported: null) { Uncommitted = hit.Uncommitted };

    private static ConversationEntry Complete(ConversationEntry entry, Answer answer)
    {
        var citations = answer.Citations.GroupBy(citation => citation.Number).ToDictionary(group => group.Key, group => group.First());
        return entry with
        {
            Model = answer.Model,
            Refused = answer.Refused,
            Seconds = answer.Seconds,
            Tokens = answer.Tokens,
            Freshness = answer.Freshness,
            Places = [.. entry.Places.Select(place => citations.TryGetValue(place.Number, out var citation)
                ? place with { Cited = true, Commit = citation.Commit, Supported = citation.Supported, StartLine = citation.Span.StartLine, EndLine = citation.Span.EndLine, Text = TextOf(place, citation) }
                : place)],
        };
    }

    /// <summary>A citation may be narrower than the chunk that was given to the answer.</summary>
    private static string TextOf(CitedPlace place, Citation citation)
    {
        if (citation.Span == place.Span || citation.Span.StartLine < place.StartLine) return place.Text;
        var lines = place.Text.ReplaceLineEndings("\n").Split('\n').Skip(citation.Span.StartLine - place.StartLine).Take(citation.Span.Length);
        return string.Join('\n', lines);
    }
}

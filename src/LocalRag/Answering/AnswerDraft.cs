using System.Text;
using LocalRag.Answering.Prompts;
using LocalRag.Retrieval;

namespace LocalRag.Answering;

/// <summary>An answer as it grows: its text, what each sentence cites, and what the check says of it.</summary>
internal sealed class AnswerDraft(IReadOnlyList<SearchHit> sources, IReadOnlyDictionary<string, string?> commits, CitationCheck? check)
{
    // Twice may be style.
    private const int MostRepetitions = 3;

    // A table of figures may have as many.
    private const int MostLikeLines = 16;

    private readonly StringBuilder _text = new();
    private readonly SentenceStream _sentences = new();
    private readonly SourceAttribution _attribution = new(sources);
    private readonly List<CheckedSentence> _checked = [];
    private readonly Dictionary<string, int> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly StringBuilder _line = new();
    private readonly Repetition _repetition = new();
    private bool _anyThought;

    /// <summary>True where the model said that the sources do not hold the answer.</summary>
    public bool Refused { get; private set; }

    /// <summary>True where nothing that the model said could be traced to a source.</summary>
    public bool Untraced => _checked.Count == 0;

    /// <summary>True once the model says the same again and again, as small ones do: nothing better will come.</summary>
    public bool RunsInCircles { get; private set; }

    public bool IsEmpty => _text.Length == 0 && !_anyThought;

    /// <summary>The sentences that cite a source, in their order.</summary>
    public IReadOnlyList<CheckedSentence> Sentences => _checked;

    public string Text => _text.ToString().TrimEnd();

    /// <summary>Takes a fragment, and tells what is new of the answer.</summary>
    public IEnumerable<AnswerUpdate> Add(AnswerFragment fragment)
    {
        switch (fragment)
        {
            case AnswerFragment.Thinking thinking:
                _anyThought = true;
                yield return new AnswerUpdate.Thinking(thinking.Value);
                break;
            case AnswerFragment.Refusal:
                Refused = true;
                break;
            case AnswerFragment.Text text:
                RunsInCircles |= _repetition.Add(text.Value);
                foreach (var update in Show(_sentences.Push(text.Value))) yield return update;
                break;
        }
    }

    /// <summary>The model has ended.</summary>
    public IEnumerable<AnswerUpdate> Complete()
    {
        if (Refused) yield break;
        foreach (var update in Show(_sentences.Complete())) yield return update;
    }

    /// <summary>The places cited, in the order of their numbers.</summary>
    public IReadOnlyList<Citation> Citations() =>
    [
        .. _checked.SelectMany(sentence => sentence.Numbers).Distinct().Order().Select(number => Citation.Of(number, sources[number - 1], commits.GetValueOrDefault(sources[number - 1].Source), Supports(number))),
    ];

    /// <summary>What a sentence cites.</summary>
    public IReadOnlyList<SearchHit> Cited(int sentence) => [.. _checked[sentence].Numbers.Select(number => sources[number - 1])];

    /// <summary>Takes the judgement of a second look. Both looks weigh the same: each sees what the other overlooks.</summary>
    /// <param name="score">How surely the lines carry the sentence, 0 to 1.</param>
    public AnswerUpdate.SentenceJudged Judge(int sentence, double score)
    {
        var seen = _checked[sentence];
        var both = seen.Verdict is { } first ? (first.Score + score) / 2 : score;
        _checked[sentence] = seen with { Verdict = new CitationVerdict(both >= 0.5, both) };
        return new AnswerUpdate.SentenceJudged(seen.Text, seen.Numbers, both >= 0.5, both);
    }

    /// <summary>Whether a source carries every sentence that cites it; null where none was checked.</summary>
    private bool? Supports(int number)
    {
        var verdicts = _checked.Where(sentence => sentence.Numbers.Contains(number)).Select(sentence => sentence.Verdict).OfType<CitationVerdict>().ToList();
        return verdicts.Count == 0 ? null : verdicts.TrueForAll(verdict => verdict.Supported);
    }

    /// <summary>Counts lines that differ in nothing but their numbers: a list that counts up without end says nothing either.</summary>
    private void CountLines(string shown)
    {
        foreach (var character in shown)
        {
            if (character != '\n')
            {
                _line.Append(char.IsDigit(character) ? '#' : character);
                continue;
            }

            var line = _line.ToString().Trim();
            _line.Clear();
            if (!line.Any(letter => letter == '#' || char.IsLetter(letter))) continue;
            RunsInCircles |= (_lines[line] = _lines.GetValueOrDefault(line) + 1) >= MostLikeLines;
        }
    }

    private IEnumerable<AnswerUpdate> Show(IEnumerable<SentenceStream.Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            if (piece is SentenceStream.Piece.Shown shown)
            {
                _text.Append(shown.Text);
                CountLines(shown.Text);
                yield return new AnswerUpdate.TextDelta(shown.Text);
                continue;
            }

            var sentence = (SentenceStream.Piece.Ended)piece;
            var times = _said[sentence.Text] = _said.GetValueOrDefault(sentence.Text) + 1;
            RunsInCircles |= times >= MostRepetitions;
            var numbers = sentence.Numbers.Where(number => number >= 1 && number <= sources.Count).ToList();
            if (numbers.Count == 0)
            {
                if (_attribution.Find(sentence.Text) is not { } number) continue;
                numbers.Add(number);
                _text.Append(" [").Append(number).Append(']');
                yield return new AnswerUpdate.TextDelta($" [{number}]");
            }

            _checked.Add(new CheckedSentence(sentence.Text, numbers, check?.Invoke(sentence.Text, [.. numbers.Select(number => sources[number - 1])])));
            if (_checked[^1].Verdict is not { } verdict) continue;
            yield return new AnswerUpdate.SentenceChecked(sentence.Text, numbers, verdict.Supported, verdict.Score);
        }
    }
}

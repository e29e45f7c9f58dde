using System.Globalization;
using LocalRag.Answering;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Prints an answer as it comes, and below it the places that it rests on.</summary>
internal sealed class AnswerPrinter(Terminal terminal)
{
    private readonly MarkdownLines? _drawn = terminal.OutIsTerminal ? new MarkdownLines(terminal.Canvas) : null;
    private readonly Dictionary<string, bool> _firstLook = new(StringComparer.Ordinal);
    private readonly List<AnswerUpdate.SentenceJudged> _judged = [];
    private bool _anyText;
    private bool _endsInLine;

    public void Print(AnswerUpdate update)
    {
        switch (update)
        {
            case AnswerUpdate.Sources sources:
                foreach (var note in sources.Search.Notes) terminal.Say(TerminalText.CleanLine(note));
                break;
            case AnswerUpdate.TextDelta text:
                Write(text.Delta);
                break;
            case AnswerUpdate.Completed completed:
                if (!_anyText) Write(completed.Answer.Text);
                PrintEnd(completed.Answer);
                if (completed.ToJudge > 0 && terminal.ErrorIsTerminal) terminal.Error.WriteLine($"{TerminalText.CleanLine(completed.Answer.Model)} looks at {completed.ToJudge} cited sentence{(completed.ToJudge == 1 ? "" : "s")} once more; Ctrl+C ends it");
                break;
            case AnswerUpdate.SentenceChecked seen:
                _firstLook[seen.Sentence] = seen.Supported;
                break;
            case AnswerUpdate.SentenceJudged judged:
                _judged.Add(judged);
                break;
            case AnswerUpdate.Reviewed reviewed:
                PrintReview(reviewed);
                break;
        }
    }

    private void Write(string text)
    {
        if (text.Length == 0) return;
        _anyText = true;
        _endsInLine = text[^1] == '\n';
        var clean = TerminalText.Clean(text);
        if (_drawn is not null) _drawn.Write(clean);
        else terminal.Out.Write(clean);
        terminal.Out.Flush();
    }

    private void PrintEnd(Answer answer)
    {
        if (_drawn is not null) _drawn.End();
        else if (!_endsInLine) terminal.Out.WriteLine();

        if (answer.Citations.Count > 0)
        {
            terminal.Out.WriteLine();
            terminal.Canvas.Write(new Text(answer.Refused ? "Nearest places\n" : "Sources\n", Ink.Strong));
            foreach (var citation in answer.Citations) PrintCitation(citation, withSource: answer.Freshness.Sources.Count > 1);
        }

        terminal.Out.Flush();
        terminal.Remark(string.Create(
            CultureInfo.InvariantCulture,
            $"{TerminalText.CleanLine(answer.Model)}, {answer.Seconds:0.0} s{FreshnessText.Of(answer.Freshness)}"));
    }

    /// <summary>The sentences that a second look marks, and those whose mark it takes away; nothing is said of the others.</summary>
    private void PrintReview(AnswerUpdate.Reviewed reviewed)
    {
        var told = _judged.Where(judged => !judged.Supported || !_firstLook.GetValueOrDefault(judged.Sentence, true)).ToList();
        if (_judged.Count > 0)
        {
            terminal.Out.WriteLine();
            terminal.Canvas.Write(new Text(told.Count == 0 ? "Second look: nothing against it\n" : "Second look\n", Ink.Strong));
        }

        foreach (var judged in told)
        {
            var paragraph = new Paragraph();
            paragraph.Append(string.Concat(judged.Numbers.Select(number => $"[{number}]")) + " ", Ink.Strong);
            paragraph.Append(judged.Supported ? "carried after all: " : "not carried: ", judged.Supported ? Ink.Faint : Ink.Warning);
            paragraph.Append(TerminalText.CleanLine(judged.Sentence));
            terminal.Canvas.Write(paragraph);
            terminal.Canvas.WriteLine();
        }

        terminal.Out.Flush();
        if (reviewed.Problem is { } problem) terminal.Say(TerminalText.CleanLine(problem));
    }

    private void PrintCitation(Citation citation, bool withSource)
    {
        var paragraph = new Paragraph();
        paragraph.Append($"[{citation.Number}] ", Ink.Strong);
        if (withSource) paragraph.Append(TerminalText.CleanLine(citation.Source) + "  ", Ink.Faint);
        paragraph.Append(TerminalText.CleanLine(citation.Path), Ink.Path).Append($":{citation.Span}", Ink.Faint);
        if (citation.Symbol is { Length: > 0 } symbol) paragraph.Append("  " + TerminalText.CleanLine(symbol), Ink.Faint);
        if (citation.Supported == false) paragraph.Append("  does not carry its sentence", Ink.Warning);
        if (citation.ChangedOnDisk) paragraph.Append("  changed since it was indexed; the lines were:", Ink.Warning);
        else if (citation.Uncommitted) paragraph.Append("  not committed", Ink.Faint);
        terminal.Canvas.Write(paragraph);
        terminal.Canvas.WriteLine();
        foreach (var line in (citation.IndexedText ?? "").TrimEnd().Split('\n').Where(line => line.Length > 0)) terminal.Canvas.Write(new Text($"    {TerminalText.CleanLine(line)}\n", Ink.Faint));
    }
}

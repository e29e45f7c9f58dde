using System.Globalization;
using LocalRag.Retrieval;
using Spectre.Console;

namespace LocalRag.Cli.Output;

/// <summary>Prints hits for people: the place, then its lines with their numbers, coloured and with the query's words marked.</summary>
/// <param name="lines">Lines shown of each hit; 0 for all.</param>
internal sealed class HitPrinter(Terminal terminal, int lines)
{
    private const int LinesAbove = 2;

    private readonly IAnsiConsole _canvas = terminal.Canvas;

    public void Print(SearchResult result)
    {
        foreach (var note in result.Notes) terminal.Say(TerminalText.CleanLine(note));
        if (result.Hits.Count == 0)
        {
            terminal.Say($"Nothing found. Try other words, or fewer filters{FreshnessText.Of(result.Freshness)}");
            return;
        }

        var terms = new QueryTerms(result.Query);
        var severalSources = result.Freshness.Sources.Count > 1;
        foreach (var hit in result.Hits)
        {
            PrintHead(hit, severalSources);
            PrintLines(hit, terms);
            if (hit.Explanation is { } explanation) PrintExplanation(explanation);
            _canvas.WriteLine();
        }

        terminal.Out.Flush();
        PrintFooter(result);
    }

    private void PrintHead(SearchHit hit, bool withSource)
    {
        var head = new Paragraph();
        head.Append($"{hit.Rank,2}  ", Ink.Faint);
        if (withSource) head.Append(TerminalText.CleanLine(hit.Source) + "  ", Ink.Faint);
        head.Append(TerminalText.CleanLine(hit.Path), Ink.Path);
        head.Append($":{hit.Span}", Ink.Faint);
        if (hit.Symbol is { Length: > 0 } symbol) head.Append("  " + TerminalText.CleanLine(symbol), Ink.Strong);
        if (hit.ChangedOnDisk) head.Append("  changed since it was indexed", Ink.Warning);
        else if (hit.Uncommitted) head.Append("  not committed", Ink.Faint);
        _canvas.Write(head);
        _canvas.WriteLine();
    }

    private void PrintLines(SearchHit hit, QueryTerms terms)
    {
        var all = TerminalText.Clean(hit.Text).Split('\n');
        var count = all[^1].Length == 0 ? all.Length - 1 : all.Length;
        var (from, shown) = lines == 0 || count <= lines ? (0, count) : (BestWindow(all, count, terms), lines);
        var digits = hit.Span.EndLine.ToString(CultureInfo.InvariantCulture).Length;
        var colours = new SourceColours(LanguageFamily.Of(hit.Language));
        for (var i = 0; i < from + shown; i++)
        {
            var tokens = colours.Next(all[i]);
            if (i >= from) PrintLine(all[i], tokens, terms, (hit.Span.StartLine + i).ToString(CultureInfo.InvariantCulture).PadLeft(digits));
        }

        if (shown < count) _canvas.Write(new Text($"    {new string(' ', digits)} … {count - shown} more lines\n", Ink.Faint));
    }

    private void PrintLine(string line, List<(int Start, int Length, TokenKind Kind)> tokens, QueryTerms terms, string number)
    {
        // Code is cropped and never wrapped: a broken line reads as two.
        var paragraph = new Paragraph { Overflow = Overflow.Ellipsis };
        var width = terminal.OutIsTerminal ? Math.Max(20, _canvas.Profile.Width - number.Length - 8) : int.MaxValue;
        paragraph.Append($"    {number} ", Ink.Faint).Append("│ ", Ink.Faint);
        var matches = terms.In(line);
        var (from, to) = Crop(line, width, matches);
        if (from > 0) paragraph.Append("…", Ink.Faint);
        foreach (var (start, length, kind) in tokens)
        {
            var (first, last) = (Math.Max(from, start), Math.Min(to, start + length));
            if (first < last) AppendMarked(paragraph, line, first, last, Ink.Of(kind), matches);
        }

        if (to < line.Length) paragraph.Append("…", Ink.Faint);
        _canvas.Write(paragraph);
        _canvas.WriteLine();
    }

    private static void AppendMarked(Paragraph paragraph, string line, int start, int end, Style style, List<(int Start, int Length)> matches)
    {
        foreach (var (at, length) in matches)
        {
            var (from, to) = (Math.Max(at, start), Math.Min(at + length, end));
            if (from >= to) continue;
            if (from > start) paragraph.Append(line[start..from], style);
            paragraph.Append(line[from..to], Ink.Match);
            start = to;
        }

        if (start < end) paragraph.Append(line[start..end], style);
    }

    /// <summary>The part of a line that fits into so many cells: its beginning, or where that names no term, the part around the first match.</summary>
    private static (int From, int To) Crop(string line, int width, List<(int Start, int Length)> matches)
    {
        var end = EndWithin(line, 0, width);
        if (end == line.Length || matches.Count == 0 || matches[0].Start + matches[0].Length <= end) return (0, end);

        var from = Math.Max(0, matches[0].Start - (width / 6));
        if (char.IsLowSurrogate(line[from])) from++;
        return (from, EndWithin(line, from, width - 1));
    }

    private static int EndWithin(string line, int from, int width)
    {
        // No character takes more than two cells.
        if (line.Length - from <= width / 2) return line.Length;
        var cells = 0;
        var at = from;
        foreach (var rune in line.AsSpan(from).EnumerateRunes())
        {
            cells += rune.Utf16SequenceLength == 2 ? 2 : rune.ToString().GetCellWidth();
            if (cells > width) return at;
            at += rune.Utf16SequenceLength;
        }

        return line.Length;
    }

    private void PrintExplanation(ScoreExplanation explanation)
    {
        foreach (var part in explanation.Parts)
        {
            var paragraph = new Paragraph();
            paragraph.Append($"    {part.Score,9:0.0000}  ", Ink.Strong);
            paragraph.Append($"{part.Step,-18}  ").Append(TerminalText.CleanLine(part.Detail), Ink.Faint);
            _canvas.Write(paragraph);
            _canvas.WriteLine();
        }
    }

    private void PrintFooter(SearchResult result)
    {
        var stats = result.Stats;
        var hits = result.Hits.Count == 1 ? "1 hit" : $"{result.Hits.Count} hits";
        terminal.Remark(string.Create(CultureInfo.InvariantCulture, $"{hits} in {stats.Milliseconds:0} ms{FreshnessText.Of(result.Freshness)}"));
    }

    /// <summary>The window of lines that names the most terms, with a little of what stands above the first of them.</summary>
    private int BestWindow(string[] all, int count, QueryTerms terms)
    {
        var counts = new int[count];
        for (var i = 0; i < count; i++) counts[i] = terms.CountIn(all[i]);
        var sum = counts.AsSpan(0, lines).ToArray().Sum();
        var (best, bestSum) = (0, sum);
        for (var from = 1; from + lines <= count; from++)
        {
            sum += counts[from + lines - 1] - counts[from - 1];
            if (sum > bestSum) (best, bestSum) = (from, sum);
        }

        if (bestSum == 0) return 0;
        var first = Array.FindIndex(counts, best, matched => matched > 0);
        return Math.Clamp(first - LinesAbove, best, count - lines);
    }
}

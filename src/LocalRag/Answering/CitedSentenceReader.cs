using System.Globalization;
using System.Text.RegularExpressions;
using LocalRag.Documents;

namespace LocalRag.Answering;

/// <summary>
/// Finds the sentences of any text that cite <c>path:line</c>, <c>path:from-to</c> or <c>path#Lfrom-Lto</c>: an agent's report, a design document.
/// A citation belongs to the sentence that it stands in or behind.
/// </summary>
public static partial class CitedSentenceReader
{
    public static IEnumerable<CitedSentence> Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var fenced = false;
        for (var first = 0; first < lines.Length; first++)
        {
            if (lines[first].TrimStart().StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            if (fenced || IsBreak(lines[first])) continue;
            var last = first;
            while (last + 1 < lines.Length && !IsBreak(lines[last + 1]) && !BeginsItem(lines[last + 1])) last++;
            foreach (var sentence in ReadParagraph(lines[first..(last + 1)], first + 1)) yield return sentence;
            first = last;
        }
    }

    private static IEnumerable<CitedSentence> ReadParagraph(string[] lines, int firstLine)
    {
        var paragraph = string.Join('\n', lines);
        var start = 0;
        foreach (var end in SentenceEnds(paragraph).Append(paragraph.Length))
        {
            var sentence = paragraph[start..end];
            var places = Citation().Matches(sentence).Select(ToPlace).OfType<SourcePlace>().ToList();
            var plain = Bracketed().Replace(Citation().Replace(sentence, ""), "").Replace('\n', ' ').Replace(" .", ".", StringComparison.Ordinal).Trim(' ', '-', '*', '+', '>', '#', '|', ',', ';');
            if (places.Count > 0 && plain.Any(char.IsLetter))
                yield return new CitedSentence(firstLine + paragraph.AsSpan(0, start + (sentence.Length - sentence.TrimStart().Length)).Count('\n'), plain, places);
            start = end;
        }
    }

    /// <summary>The offsets behind each sentence, what it cites behind its full stop included.</summary>
    private static IEnumerable<int> SentenceEnds(string paragraph)
    {
        foreach (Match stop in FullStop().Matches(paragraph))
        {
            var behind = TrailingCitations().Match(paragraph, stop.Index + stop.Length);
            var end = behind.Success && behind.Index == stop.Index + stop.Length ? behind.Index + behind.Length : stop.Index + stop.Length;
            if (end < paragraph.Length) yield return end;
        }
    }

    private static bool IsBreak(string line) => string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith("```", StringComparison.Ordinal);

    private static bool BeginsItem(string line) => line.TrimStart() is [('-' or '*' or '+' or '#' or '|' or '>'), ..] or [>= '0' and <= '9', '.' or ')', ..];

    private static SourcePlace? ToPlace(Match match)
    {
        if (!int.TryParse(match.Groups["from"].Value, CultureInfo.InvariantCulture, out var from) || from < 1) return null;
        var to = match.Groups["to"].Success && int.TryParse(match.Groups["to"].Value, CultureInfo.InvariantCulture, out var last) ? last : from;
        // What follows a scheme is a host and its port.
        return to < from || match.Groups["path"].Value.StartsWith("//", StringComparison.Ordinal) ? null : new SourcePlace(match.Groups["path"].Value, new SourceSpan(from, to));
    }

    // Patterns that cannot backtrack: the text is anybody's.
    [GeneratedRegex("`?(?<path>[\\w@.~+/\\\\-]*[\\w-]\\.[\\w]+|[\\w@.~+/\\\\-]+/[\\w.-]+)(?::|#L)(?<from>\\d{1,7})(?:[-–]L?(?<to>\\d{1,7}))?`?", RegexOptions.NonBacktracking)]
    private static partial Regex Citation();

    [GeneratedRegex("[(\\[](?:[\\s,;]|see|cf\\.?|and)*[)\\]]", RegexOptions.NonBacktracking)]
    private static partial Regex Bracketed();

    [GeneratedRegex("[.!?。！？](?=\\s|[(\\[])|[。！？]")]
    private static partial Regex FullStop();

    [GeneratedRegex("(?:[ \\t]*[(\\[][^()\\[\\]\\n]{0,400}[:#]L?\\d[^()\\[\\]\\n]{0,400}[)\\]])+[.]?")]
    private static partial Regex TrailingCitations();
}

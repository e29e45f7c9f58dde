using System.Text;
using System.Text.RegularExpressions;
using LocalRag.Documents;
using LocalRag.Retrieval;
using LocalRag.Storage;

namespace LocalRag.Answering;

/// <summary>Takes the sentences for people out of a hit: a section's prose, or the comments of code.</summary>
internal static partial class SentenceReader
{
    private static readonly string[] CommentMarks = ["///", "//!", "//", "/**", "/*", "*/", "*", "--", "#:", "#", ";"];

    private static readonly string[] StringMarks = ["\"\"\"", "'''"];

    public static IEnumerable<Sentence> Read(SearchHit hit)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in Blocks(hit))
            foreach (var text in Split(block))
                if (seen.Add(text)) yield return new Sentence(text, hit);
    }

    private static IEnumerable<string> Blocks(SearchHit hit)
    {
        if (hit.Header.Summary.Length > 0) yield return hit.Header.Summary;
        var prose = hit.Kind is ChunkKind.Section or ChunkKind.Text;
        var block = new StringBuilder();
        var fenced = false;
        string? docstring = null;
        foreach (var raw in hit.Text.Split('\n'))
        {
            var line = raw.Trim();
            var written = hit.Language == "python" && !prose ? Docstring(line, ref docstring) : null;
            if (prose && (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))) fenced = !fenced;
            var text = prose ? fenced || raw.StartsWith("    ", StringComparison.Ordinal) ? null : ProseOf(line) : written ?? CommentOf(line);
            var begins = prose && line.Length > 1 && line[0] is '-' or '*' or '+' or '|' or '>' || (line.Length > 2 && char.IsAsciiDigit(line[0]) && line[1] is '.' or ')');
            if ((text is null or "" || begins) && block.Length > 0)
            {
                yield return block.ToString();
                block.Clear();
            }

            if (text is { Length: > 0 }) block.Append(block.Length > 0 ? " " : "").Append(text);
        }

        if (block.Length > 0) yield return block.ToString();
    }

    /// <summary>A line of Markdown as plain text; null where it ends a paragraph.</summary>
    private static string? ProseOf(string line)
    {
        if (line.Length == 0 || line[0] == '#' || line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal) || line.All(c => c is '-' or '=' or '|' or ':' or ' ' or '*' or '_')) return null;
        var text = line.TrimStart('>', ' ');
        if (text.Length > 1 && text[0] is '-' or '*' or '+' && text[1] == ' ') text = text[2..].TrimStart();
        return text.StartsWith('|') ? string.Join(" — ", text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) : text;
    }

    /// <summary>A line of a docstring as text; empty where it ends a paragraph, null outside of one.</summary>
    /// <param name="open">The quotes of the docstring that the line stands in, carried from line to line.</param>
    private static string? Docstring(string line, ref string? open)
    {
        if (open is null)
        {
            var start = line.TrimStart('r', 'R', 'b', 'u');
            if (Array.Find(StringMarks, mark => start.StartsWith(mark, StringComparison.Ordinal)) is not { } quotes) return null;
            var first = start[3..];
            if (first.IndexOf(quotes, StringComparison.Ordinal) is var end and >= 0) return first[..end].Trim();
            open = quotes;
            return first.Trim();
        }

        if (line.IndexOf(open, StringComparison.Ordinal) is var close and >= 0)
        {
            open = null;
            return line[..close].Trim();
        }

        // A field of the documentation or a prompt begins something else, as an empty line does.
        return line.StartsWith(':') || line.StartsWith("..", StringComparison.Ordinal) || line.StartsWith(">>>", StringComparison.Ordinal) ? "" : line;
    }

    private static string? CommentOf(string line)
    {
        foreach (var mark in CommentMarks)
        {
            if (!line.StartsWith(mark, StringComparison.Ordinal)) continue;
            var text = WithoutTags(line[mark.Length..]).Trim().Trim('*', '/').Trim();
            return text.Length > 0 && text.Any(char.IsLetter) ? text : null;
        }

        return null;
    }

    /// <summary>Drops XML documentation's tags, and keeps what <c>cref</c> and <c>name</c> refer to.</summary>
    private static string WithoutTags(string text)
    {
        if (!text.Contains('<')) return text;
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '<' || text.IndexOf('>', i) is var end && end < 0)
            {
                plain.Append(text[i]);
                continue;
            }

            var tag = text[i..end];
            if (tag.IndexOf('"') is var quote and > 0 && tag.IndexOf('"', quote + 1) is var close && close > quote && tag.EndsWith('/'))
                plain.Append(tag[(quote + 1)..close] is [_, ':', .. var name] ? name : tag[(quote + 1)..close]);
            i = end;
        }

        return plain.ToString();
    }

    /// <summary>Cuts at sentence ends that are followed by a space and a capital, or by an ideographic full stop.</summary>
    private static IEnumerable<string> Split(string block)
    {
        var start = 0;
        for (var i = 0; i < block.Length; i++)
        {
            var ends = block[i] is '。' or '！' or '？'
                || (block[i] is '.' or '!' or '?' && i + 2 < block.Length && block[i + 1] == ' ' && (char.IsUpper(block[i + 2]) || block[i + 2] is '`' or '[' or '"'));
            if (!ends) continue;
            if (Clean(block[start..(i + 1)]) is { } sentence) yield return sentence;
            start = i + 1;
        }

        if (Clean(block[start..]) is { } last) yield return last;
    }

    /// <summary>Null for what says nothing on its own, or is no sentence for people.</summary>
    private static string? Clean(string text)
    {
        text = Role().Replace(text.Trim(), "");
        if (text.EndsWith("::", StringComparison.Ordinal)) text = text[..^1];
        // A script without spaces says in eight characters what takes twenty in others.
        var least = text.Any(TermAnalyzer.IsUnspaced) ? 8 : 20;
        return text.Length >= least && text.Length <= 400 && text.Count(char.IsLetter) > text.Length / 2 ? text : null;
    }

    /// <summary>What a reStructuredText role says of the name behind it: <c>:meth:`register`</c>.</summary>
    [GeneratedRegex(@":[a-z]+(?::[a-z]+)?:(?=`)")]
    private static partial Regex Role();
}

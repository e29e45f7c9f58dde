using System.Text.RegularExpressions;
using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Cuts SQL into statements at <c>;</c> and <c>GO</c> outside of strings, comments and dollar quotes.</summary>
internal static partial class SqlOutline
{
    public static Segment Of(SourceDocument document, List<Definition> definitions)
    {
        var root = new Segment { Span = new SourceSpan(1, document.Lines.Count), Kind = ChunkKind.Statements };
        foreach (var (start, end) in Statements(document.Text))
        {
            var first = document.Lines.LineAt(start);
            var last = document.Lines.LineAt(Math.Max(start, end - 1));
            var head = SkipComments(document.Text, start, end);
            var match = Definition().Match(document.Text, head, Math.Min(400, end - head));
            if (!match.Success)
            {
                root.Children.Add(new Segment { Span = new SourceSpan(first, last), Kind = ChunkKind.Statements, Flows = true });
                continue;
            }

            var name = match.Groups["name"].Value.Replace("\"", "", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal)
                .Replace("]", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
            var dot = name.LastIndexOf('.');
            var (container, simple) = dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
            var word = match.Groups["word"].Value.ToLowerInvariant();
            definitions.Add(new Definition(simple, container, word, document.Lines.LineAt(match.Groups["name"].Index)));
            root.Children.Add(new Segment
            {
                Span = new SourceSpan(first, last),
                Kind = word == "table" ? ChunkKind.Type : ChunkKind.Member,
                Symbol = name,
                Header = new ChunkHeader(
                    container, "", SignatureText.Of(document.Text, head, end, DeclarationStyle.Line, oneLine: true).Text,
                    CommentText.Summary(document.Text.AsSpan(start, head - start))),
            });
        }

        return root;
    }

    private static List<(int Start, int End)> Statements(string text)
    {
        var statements = new List<(int, int)>();
        var start = 0;
        var body = 0;
        for (var position = 0; position < text.Length;)
        {
            var character = text[position];
            if (character is '\'' or '"' or '`') position = After(text, position + 1, character.ToString());
            else if (At(text, position, "--")) position = After(text, position, "\n");
            else if (At(text, position, "/*")) position = After(text, position + 2, "*/");
            else if (character == '$' && DollarQuote().Match(text, position) is { Success: true } quote) position = After(text, position + quote.Length, quote.Value);
            else if (char.IsLetter(character) || character == '_')
            {
                var end = position + 1;
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$')) end++;
                var word = text.AsSpan(position, end - position);
                // The ; inside BEGIN … END of a routine ends no statement; BEGIN; alone is a transaction.
                if (word.Equals("BEGIN", StringComparison.OrdinalIgnoreCase) && !text.AsSpan(end).TrimStart().StartsWith(";") && IsRoutine(text.AsSpan(start, position - start))) body++;
                else if (body > 0 && word.Equals("CASE", StringComparison.OrdinalIgnoreCase)) body++;
                else if (body > 0 && word.Equals("END", StringComparison.OrdinalIgnoreCase) && !EndsControl(text.AsSpan(end))) body--;
                else if (word.Equals("GO", StringComparison.OrdinalIgnoreCase) && IsAlone(text, position, end))
                {
                    Add(position);
                    start = position;
                    body = 0;
                }

                position = end;
            }
            else
            {
                position++;
                if (character != ';' || body > 0) continue;
                Add(position);
                start = position;
            }
        }

        Add(text.Length);
        return statements;

        void Add(int end)
        {
            var first = start;
            while (first < end && char.IsWhiteSpace(text[first])) first++;
            while (end > first && char.IsWhiteSpace(text[end - 1])) end--;
            if (first < end) statements.Add((first, end));
        }
    }

    private static bool IsRoutine(ReadOnlySpan<char> statement)
    {
        foreach (var word in (ReadOnlySpan<string>)["PROCEDURE", "FUNCTION", "TRIGGER", "PROC ", "EVENT"])
            if (statement.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool EndsControl(ReadOnlySpan<char> rest)
    {
        var word = rest.TrimStart(" \t");
        return word.StartsWith("IF", StringComparison.OrdinalIgnoreCase) || word.StartsWith("LOOP", StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("WHILE", StringComparison.OrdinalIgnoreCase) || word.StartsWith("REPEAT", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAlone(string text, int start, int end)
    {
        var before = text.AsSpan(0, start).TrimEnd(" \t");
        var after = text.AsSpan(end).TrimStart(" \t");
        return (before.IsEmpty || before[^1] is '\n' or '\r') && (after.IsEmpty || after[0] is '\n' or '\r');
    }

    private static int SkipComments(string text, int start, int end)
    {
        while (start < end)
        {
            if (char.IsWhiteSpace(text[start])) start++;
            else if (At(text, start, "--")) start = Math.Min(end, After(text, start, "\n"));
            else if (At(text, start, "/*")) start = Math.Min(end, After(text, start + 2, "*/"));
            else break;
        }

        return Math.Min(start, end);
    }

    private static bool At(string text, int position, string mark) => string.CompareOrdinal(text, position, mark, 0, mark.Length) == 0;

    private static int After(string text, int position, string mark)
    {
        var found = position >= text.Length ? -1 : text.IndexOf(mark, position, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + mark.Length;
    }

    [GeneratedRegex(@"\G\$[A-Za-z_]*\$", RegexOptions.CultureInvariant)]
    private static partial Regex DollarQuote();

    [GeneratedRegex(
        @"\A\s*(?:go\s+)?(?:create|alter)\s+(?:or\s+(?:replace|alter)\s+)?(?:(?:global|local|temp|temporary|unique|clustered|nonclustered|materialized|virtual|unlogged|external|definer\s*=\s*\S+)\s+)*(?<word>table|view|procedure|proc|function|trigger|index|type|schema|sequence|domain|extension|database|role|policy)\s+(?:concurrently\s+)?(?:if\s+(?:not\s+)?exists\s+)?(?<name>[\w.\[\]""`$#]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Definition();
}

using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Reads a classic solution file: its projects and its sections.</summary>
internal static class SolutionOutline
{
    public static string? Read(SourceDocument document, string solution, List<Segment> segments, List<Definition> definitions)
    {
        var lines = document.Lines;
        for (var line = 1; line <= lines.Count; line++)
        {
            var text = lines[line].TrimStart();
            if (text.StartsWith("Project("))
            {
                if (NameOf(text) is { Length: > 0 } project) definitions.Add(new Definition(project.ToString(), solution, "project", line));
                continue;
            }

            if (!text.StartsWith("GlobalSection(")) continue;
            var start = line;
            while (line < lines.Count && !lines[line].Trim().StartsWith("EndGlobalSection")) line++;
            segments.Add(new Segment
            {
                Span = new(start, line),
                Kind = ChunkKind.Configuration,
                Symbol = solution,
                Header = new(solution, "", text.Trim().ToString(), ""),
            });
        }

        return null;
    }

    // Project("{kind}") = "Name", "path", "{id}"
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> line)
    {
        var start = line.IndexOf("= \"");
        if (start < 0) return default;
        var rest = line[(start + 3)..];
        var end = rest.IndexOf('"');
        return end < 0 ? default : rest[..end];
    }
}

using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Reads what a document's front matter says of it.</summary>
internal static class FrontMatter
{
    /// <summary>The value of <c>title</c>, or empty.</summary>
    public static string Title(SourceDocument document, SourceSpan span)
    {
        for (var line = span.StartLine; line <= span.EndLine; line++)
        {
            var text = document.Lines[line];
            if (!text.StartsWith("title:", StringComparison.OrdinalIgnoreCase)) continue;
            var title = text["title:".Length..].Trim().Trim("\"'");
            return title.Length > 200 ? "" : title.ToString();
        }

        return "";
    }
}

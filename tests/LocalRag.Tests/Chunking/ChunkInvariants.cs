using LocalRag.Chunking;
using LocalRag.Documents;

namespace LocalRag.Tests.Chunking;

/// <summary>What holds for the chunks of any document, whoever made them.</summary>
internal static class ChunkInvariants
{
    public static SourceDocument Document(string path, string text) =>
        new(path, Languages.Of(path), text, ContentHash.Of(text));

    /// <summary>Says what is wrong with a document's chunks, or null.</summary>
    public static string? Violation(ChunkedDocument chunked, ChunkingOptions options)
    {
        var document = chunked.Document;
        var next = 1;
        for (var index = 0; index < chunked.Chunks.Count; index++)
        {
            var chunk = chunked.Chunks[index];
            var span = chunk.Span;
            if (span.StartLine > span.EndLine || span.EndLine > document.Lines.Count) return $"{span} is no span of the document";
            foreach (var definition in chunk.Definitions)
                if (!span.Contains(definition.Line)) return $"{definition} is outside of {span}";
            var pieces = index;
            while (pieces + 1 < chunked.Chunks.Count && chunked.Chunks[pieces + 1].Span == span) pieces++;
            for (; next < span.StartLine; next++)
                if (!document.Lines.IsBlank(next)) return $"line {next} is in no chunk";
            if (span.StartLine < next) return $"{span} overlaps what comes before it";
            next = span.EndLine + 1;
            if (pieces > index || (span.Length == 1 && chunk.Text.Length < document.Lines[span.StartLine].Length))
            {
                if (span.Length > 1) return $"{span} is repeated";
                var joined = string.Concat(chunked.Chunks.Skip(index).Take(pieces - index + 1).Select(piece => piece.Text));
                if (joined.Trim() != document.Lines[span.StartLine].Trim().ToString()) return $"the pieces of line {span} are not its text";
                index = pieces;
                continue;
            }

            if (chunk.Text != document.Lines.Slice(span)) return $"the text of {span} is not the document's";
            if (document.Lines.IsBlank(span.StartLine) || document.Lines.IsBlank(span.EndLine)) return $"{span} begins or ends with a blank line";
            if (options.CountTokens(chunk.Text) > options.MaxTokens) return $"{span} has {options.CountTokens(chunk.Text)} tokens";
        }

        for (; next <= document.Lines.Count; next++)
            if (!document.Lines.IsBlank(next)) return $"line {next} is in no chunk";
        return null;
    }
}

using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>
/// Makes chunks from a tree of segments: whole lines, in order, each non-blank line in one chunk, none over the size limit
/// but pieces of a single long line. What fits stays whole, what does not is cut along its children, and what is too
/// small to be found by is joined with its neighbours.
/// </summary>
internal sealed class ChunkBuilder
{
    // Deeper structure is cut at lines: nobody reads it, and the walk must not depend on a file's nesting.
    private const int MaxDepth = 60;

    private readonly SourceDocument _document;
    private readonly LineMap _lines;
    private readonly LineTokens _tokens;
    private readonly ChunkingOptions _options;
    private readonly PieceJoiner _joiner;

    private ChunkBuilder(SourceDocument document, ChunkingOptions options)
    {
        _document = document;
        _lines = document.Lines;
        _options = options;
        _tokens = new LineTokens(document, options.CountTokens);
        _joiner = new PieceJoiner(_tokens, options);
    }

    /// <summary>Builds a document's chunks.</summary>
    /// <param name="document">The document.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="root">The whole document; it is named by no chunk unless parts of it are joined. Its span does not matter.</param>
    /// <param name="definitions">The document's symbols in any order; each goes to the chunk that has its line.</param>
    public static IReadOnlyList<Chunk> Build(
        SourceDocument document, ChunkingOptions options, Segment root, IReadOnlyList<Definition>? definitions = null)
    {
        var builder = new ChunkBuilder(document, options);
        var pieces = new List<Piece>();
        var (start, end) = builder.Trim(1, document.Lines.Count);
        if (start <= end) builder.Divide(root, start, end, 0, pieces);
        return builder.Finish(pieces, definitions ?? []);
    }

    private void Divide(Segment owner, int start, int end, int depth, List<Piece> output)
    {
        var pieces = new List<Piece>();
        Collect(owner, owner, start, end, depth, pieces);
        foreach (var piece in _joiner.Join(_joiner.Fill(pieces, owner), owner)) output.Add(piece with { Settled = true });
    }

    // Adds what a segment that does not fit, or may not stay whole, is made of.
    private void Collect(Segment owner, Segment segment, int start, int end, int depth, List<Piece> pieces)
    {
        if (depth >= MaxDepth || segment.Children.Count == 0)
        {
            AddLines(owner, segment.Kind, start, end, depth, pieces);
            return;
        }

        foreach (var (part, from, to) in Ranges(segment, start, end))
        {
            var (first, last) = Trim(from, to);
            if (first > last) continue;
            var kind = part?.Kind ?? segment.Kind;
            var flows = part is null || part.Flows;
            if (_tokens.Of(first, last) <= _options.MaxTokens)
                pieces.Add(new Piece(first, last, kind, flows ? owner : part!, flows, depth));
            else if (part is null)
                AddLines(owner, kind, first, last, depth, pieces);
            else if (flows)
                Collect(owner, part, first, last, depth + 1, pieces);
            else
                Divide(part, first, last, depth + 1, pieces);
        }
    }

    // The children with the lines that are theirs: none twice, none left over. No child stands for lines of the parent's own.
    private List<(Segment? Part, int From, int To)> Ranges(Segment segment, int start, int end)
    {
        var ranges = new List<(Segment? Part, int From, int To)>(segment.Children.Count + 1);
        var next = start;
        foreach (var child in segment.Children)
        {
            var to = Math.Min(child.Span.EndLine, end);
            if (to < next) continue;
            var from = Math.Max(child.Span.StartLine, next);
            if (from > next)
            {
                if (ranges.Count == 0)
                {
                    ranges.Add((null, next, from - 1));
                }
                else
                {
                    while (next < from && ClosesOnly(_lines[next])) next++;
                    ranges[^1] = ranges[^1] with { To = next - 1 };
                    var gap = next < from ? _tokens.Of(next, from - 1) : 0;
                    if (gap >= _options.MinTokens && gap + _tokens.Of(from, to) > _options.MaxTokens) ranges.Add((null, next, from - 1));
                    else from = next;
                }
            }

            ranges.Add((child, from, to));
            next = to + 1;
        }

        if (next > end) return ranges;
        if (ranges.Count > 0 && _tokens.Of(next, end) < Math.Max(_options.MinTokens, 8)) ranges[^1] = ranges[^1] with { To = end };
        else ranges.Add((null, next, end));
        return ranges;
    }

    private void AddLines(Segment owner, ChunkKind kind, int start, int end, int depth, List<Piece> pieces)
    {
        var afterBlank = true;
        for (var line = start; line <= end; line++)
        {
            var text = _lines[line];
            var indent = text.Length - text.TrimStart().Length;
            if (indent == text.Length)
            {
                afterBlank = true;
                continue;
            }

            // A cut is best after a blank line, then where the indentation is least.
            pieces.Add(new Piece(line, line, kind, owner, true, depth + Math.Min(indent, 40) / 4 + (afterBlank ? 0 : 3)));
            afterBlank = false;
        }
    }

    private (int Start, int End) Trim(int start, int end)
    {
        while (start <= end && _lines.IsBlank(start)) start++;
        while (end > start && _lines.IsBlank(end)) end--;
        return (start, end);
    }

    private static bool ClosesOnly(ReadOnlySpan<char> line)
    {
        if (line.TrimStart().StartsWith("#end")) return true; // #endregion, #endif
        foreach (var character in line)
            if (character is not ('}' or ')' or ']' or ';' or ',') && !char.IsWhiteSpace(character)) return false;
        return true;
    }

    private List<Chunk> Finish(List<Piece> pieces, IReadOnlyList<Definition> definitions)
    {
        var ordered = definitions.Count > 1 ? definitions.OrderBy(static definition => definition.Line).ToArray() : definitions;
        var chunks = new List<Chunk>(pieces.Count);
        var next = 0;
        foreach (var piece in pieces)
        {
            var first = next;
            while (next < ordered.Count && ordered[next].Line <= piece.End) next++;
            var chunk = new Chunk
            {
                Span = new SourceSpan(piece.Start, piece.End),
                Kind = piece.Kind,
                Symbol = piece.Owner.Symbol,
                Header = piece.Owner.Header,
                Text = "",
                Definitions = next == first ? [] : ordered.Skip(first).Take(next - first).ToArray(),
            };
            if (piece.Start == piece.End && _tokens.Of(piece.Start, piece.End) > _options.MaxTokens) AddLongLine(chunk, chunks);
            else chunks.Add(chunk with { Text = _lines.Slice(chunk.Span) });
        }

        return chunks;
    }

    private void AddLongLine(Chunk chunk, List<Chunk> chunks)
    {
        var start = _lines.StartOf(chunk.Span.StartLine);
        foreach (var end in LongLine.Cut(_document.Text, start, _lines.EndOf(chunk.Span.StartLine), _options))
        {
            var text = _document.Text[start..end];
            start = end;
            if (string.IsNullOrWhiteSpace(text)) continue;
            chunks.Add(chunk with { Text = text });
            chunk = chunk with { Definitions = [] };
        }
    }
}

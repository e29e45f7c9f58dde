using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Joins neighbouring pieces of one parent: parts until a chunk is full, things of their own where they are small.</summary>
internal sealed class PieceJoiner(LineTokens tokens, ChunkingOptions options)
{
    // A level of depth weighs as much as being this share of the wished size away from it.
    private const double DepthWeight = 0.15;

    /// <summary>Packs each run of flowing pieces into as few chunks as will do, of about one size, cut at shallow places.</summary>
    public List<Piece> Fill(List<Piece> pieces, Segment owner)
    {
        var filled = new List<Piece>(pieces.Count);
        for (var start = 0; start < pieces.Count;)
        {
            if (!pieces[start].Flows)
            {
                filled.Add(pieces[start++]);
                continue;
            }

            var end = start + 1;
            while (end < pieces.Count && pieces[end].Flows && pieces[end].Kind == pieces[start].Kind) end++;
            while (start < end)
            {
                var cut = Cut(pieces, start, end);
                filled.Add(new Piece(pieces[start].Start, pieces[cut - 1].End, pieces[start].Kind, owner, false, pieces[start].Depth));
                start = cut;
            }
        }

        return filled;
    }

    /// <summary>Joins runs of small pieces, then what is still small with a neighbour that has room.</summary>
    public List<Piece> Join(List<Piece> pieces, Segment parent)
    {
        if (pieces.Count < 2) return pieces;
        var enough = Math.Max(options.MinTokens, options.MaxTokens / 2);
        var runs = new List<Piece>(pieces.Count);
        var small = false;
        foreach (var piece in pieces)
        {
            var next = IsSmall(piece);
            if (small && next && MayJoin(runs[^1], piece) && Together(runs[^1], piece) <= enough)
            {
                runs[^1] = Merge(runs[^1], piece, parent);
                continue;
            }

            runs.Add(piece);
            small = next;
        }

        var joined = new List<Piece>(runs.Count);
        for (var index = 0; index < runs.Count; index++)
        {
            var piece = runs[index];
            // A type's own lines stand for the type; joined with one long member they would stand for neither.
            if (!IsSmall(piece) || (piece.Owner == parent && piece.Kind == ChunkKind.Type))
            {
                joined.Add(piece);
                continue;
            }

            var before = joined.Count > 0 && MayJoin(joined[^1], piece) ? Together(joined[^1], piece) : int.MaxValue;
            var after = index + 1 < runs.Count && MayJoin(piece, runs[index + 1]) ? Together(piece, runs[index + 1]) : int.MaxValue;
            if (Math.Min(before, after) > options.MaxTokens) joined.Add(piece);
            else if (before <= after) joined[^1] = Merge(joined[^1], piece, parent);
            else runs[index + 1] = Merge(piece, runs[index + 1], parent);
        }

        return joined;
    }

    // The end of the chunk that begins at a piece: the whole rest, or the best place to cut.
    private int Cut(List<Piece> pieces, int start, int end)
    {
        var rest = tokens.Of(pieces[start].Start, pieces[end - 1].End);
        if (rest <= options.MaxTokens) return end;
        var wished = (double)rest / ((rest + options.MaxTokens - 1) / options.MaxTokens);
        var best = start + 1;
        var bestCost = double.MaxValue;
        for (var cut = start + 1; cut < end; cut++)
        {
            var size = tokens.Of(pieces[start].Start, pieces[cut - 1].End);
            if (size > options.MaxTokens) break;
            var cost = Math.Abs(size - wished) / wished + pieces[cut].Depth * DepthWeight;
            if (cost > bestCost) continue;
            (best, bestCost) = (cut, cost);
        }

        return best;
    }

    private bool IsSmall(Piece piece) => tokens.Of(piece.Start, piece.End) < options.MinTokens;

    private int Together(Piece first, Piece second) => tokens.Of(first.Start, second.End);

    private static bool MayJoin(Piece first, Piece second) =>
        !first.Settled && !second.Settled && (first.Kind == second.Kind || (IsCode(first.Kind) && IsCode(second.Kind)));

    private static bool IsCode(ChunkKind kind) => kind is ChunkKind.Type or ChunkKind.Member or ChunkKind.Members;

    private Piece Merge(Piece first, Piece second, Segment parent)
    {
        var whole = first with { End = second.End };
        if (first.Owner == second.Owner && first.Kind == second.Kind) return whole;
        if (IsCode(first.Kind) && ((first.Owner == parent && first.Kind == ChunkKind.Type) || (second.Owner == parent && second.Kind == ChunkKind.Type)))
            return whole with { Owner = parent, Kind = ChunkKind.Type };
        var (sizeOfFirst, sizeOfSecond) = (tokens.Of(first.Start, first.End), tokens.Of(second.Start, second.End));
        if (first.Owner != parent && sizeOfFirst >= 2 * sizeOfSecond && sizeOfFirst >= options.MinTokens) return whole;
        if (second.Owner != parent && sizeOfSecond >= 2 * sizeOfFirst && sizeOfSecond >= options.MinTokens) return whole with { Owner = second.Owner, Kind = second.Kind };
        var kind = first.Kind == second.Kind && first.Kind != ChunkKind.Member ? first.Kind
            : IsCode(first.Kind) ? ChunkKind.Members
            : first.Kind;
        return whole with { Owner = parent, Kind = kind };
    }
}

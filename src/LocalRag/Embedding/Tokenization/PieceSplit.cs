namespace LocalRag.Embedding.Tokenization;

/// <summary>Splits a piece at the stretches that match.</summary>
internal static class PieceSplit
{
    /// <summary>Adds the parts of a piece; empty parts are left out.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="matches">Stretches that match, in order; zero length is allowed.</param>
    /// <param name="behavior">What becomes of them.</param>
    /// <param name="invert">True where what matches is kept and what lies between is the delimiter.</param>
    /// <param name="parts">Where the parts go.</param>
    public static void At(Piece piece, IEnumerable<(int Start, int End)> matches, SplitBehavior behavior, bool invert, List<Piece> parts)
    {
        var stretches = Cover(piece.Text.Length, matches, invert);
        foreach (var (start, end) in behavior switch
        {
            SplitBehavior.Removed => stretches.Where(static stretch => !stretch.IsDelimiter).Select(static stretch => (stretch.Start, stretch.End)),
            SplitBehavior.Isolated => stretches.Select(static stretch => (stretch.Start, stretch.End)),
            _ => Merge(stretches, behavior),
        })
        {
            if (end > start) parts.Add(new Piece(piece.Text[start..end], piece.AtStart && start == 0));
        }
    }

    /// <summary>All stretches of the text in order, matched or not.</summary>
    private static List<(int Start, int End, bool IsDelimiter)> Cover(int length, IEnumerable<(int Start, int End)> matches, bool invert)
    {
        var stretches = new List<(int Start, int End, bool IsDelimiter)>();
        var position = 0;
        foreach (var (start, end) in matches)
        {
            if (start > position) stretches.Add((position, start, invert));
            stretches.Add((start, end, !invert));
            position = end;
        }

        if (position < length) stretches.Add((position, length, invert));
        return stretches;
    }

    private static List<(int Start, int End)> Merge(List<(int Start, int End, bool IsDelimiter)> stretches, SplitBehavior behavior)
    {
        var merged = new List<(int Start, int End)>();
        for (var i = 0; i < stretches.Count; i++)
        {
            var (start, end, isDelimiter) = stretches[i];
            var isJoined = i > 0 && behavior switch
            {
                SplitBehavior.Contiguous => isDelimiter == stretches[i - 1].IsDelimiter,
                SplitBehavior.MergedWithPrevious => isDelimiter && !stretches[i - 1].IsDelimiter,
                _ => !isDelimiter && stretches[i - 1].IsDelimiter,
            };
            if (isJoined) merged[^1] = (merged[^1].Start, end);
            else merged.Add((start, end));
        }

        return merged;
    }
}

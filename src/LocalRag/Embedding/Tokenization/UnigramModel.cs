using System.Buffers;
using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// Splits a word into the tokens whose log probabilities have the greatest sum (Kudo 2018), by one pass of Viterbi's
/// algorithm. Neighbouring unknown characters are one unknown token, or their bytes where the model has tokens for bytes.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    /// <summary>How much less likely an unknown character is than the least likely token; SentencePiece's constant.</summary>
    private const double UnknownPenalty = 10;

    private readonly Vocabulary _vocabulary;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly double _unknownScore;
    private readonly ByteTokens? _bytes;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="scores">Their log probabilities by id.</param>
    /// <param name="unknownId">The token for what is unknown, or -1.</param>
    /// <param name="byteFallback">True where unknown characters are spelt in bytes.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknownId, bool byteFallback)
    {
        _vocabulary = vocabulary;
        _scores = scores;
        _unknownId = unknownId;
        _unknownScore = scores.Min() - UnknownPenalty;
        _bytes = byteFallback ? new ByteTokens(vocabulary) : null;
    }

    public override void Tokenize(scoped ReadOnlySpan<char> word, ref TokenBuffer tokens)
    {
        if (word.IsEmpty) return;

        var best = ArrayPool<Step>.Shared.Rent(word.Length + 1);
        try
        {
            best.AsSpan(0, word.Length + 1).Fill(new Step(0, -1, -1));
            FindBest(word, best);
            AddPath(word, best, ref tokens);
        }
        finally
        {
            ArrayPool<Step>.Shared.Return(best);
        }
    }

    private void FindBest(scoped ReadOnlySpan<char> word, Step[] best)
    {
        for (var start = 0; start < word.Length;)
        {
            _ = Rune.DecodeFromUtf16(word[start..], out _, out var characterLength);
            var isCharacterKnown = false;
            var hash = TokenHash.Empty;
            var longest = Math.Min(_vocabulary.LongestToken, word.Length - start);
            for (var length = 1; length <= longest; length++)
            {
                hash = TokenHash.Append(hash, word[start + length - 1]);
                var id = _vocabulary.Find(word.Slice(start, length), hash);
                if (id < 0) continue;

                isCharacterKnown |= length == characterLength;
                Offer(ref best[start + length], best[start].Score + _scores[id], start, id);
            }

            if (!isCharacterKnown) Offer(ref best[start + characterLength], best[start].Score + _unknownScore, start, _unknownId);
            start += characterLength;
        }
    }

    private static void Offer(ref Step step, double score, int start, int id)
    {
        if (step.Start < 0 || score > step.Score) step = new Step(score, start, id);
    }

    private void AddPath(scoped ReadOnlySpan<char> word, Step[] best, ref TokenBuffer tokens)
    {
        // The path is known from its end; each step is turned to point at the next, so that it can be walked from its start.
        var end = word.Length;
        var next = -1;
        while (end >= 0)
        {
            var start = best[end].Start;
            best[end] = best[end] with { Start = next };
            next = end;
            end = start;
        }

        var position = 0;
        while (best[position].Start is var stop and >= 0)
        {
            if (best[stop].Id != _unknownId)
            {
                tokens.Add(best[stop].Id);
                position = stop;
                continue;
            }

            while (best[stop].Start >= 0 && best[best[stop].Start].Id == _unknownId) stop = best[stop].Start;
            AddUnknown(word[position..stop], ref tokens);
            position = stop;
        }
    }

    private void AddUnknown(scoped ReadOnlySpan<char> text, ref TokenBuffer tokens)
    {
        var id = _vocabulary.Find(text);
        if (id >= 0) tokens.Add(id);
        else if ((_bytes is null || !_bytes.TryAdd(text, ref tokens)) && _unknownId >= 0) tokens.Add(_unknownId);
    }

    /// <summary>The best way to a place in the word: its score, where its last token starts and which that is.</summary>
    private readonly record struct Step(double Score, int Start, int Id);
}

using System.Buffers;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Merges the characters of a word pair by pair, the pair that was learnt first at first (Sennrich et al. 2016).</summary>
internal sealed class BpeModel : TokenModel
{
    private const int LongestCachedWord = 64;

    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<long, (int Rank, int Id)> _merges;
    private readonly BpeOptions _options;
    private readonly ByteTokens? _bytes;
    private readonly WordCache _cache = new();

    public BpeModel(Vocabulary vocabulary, Dictionary<long, (int Rank, int Id)> merges, BpeOptions options)
    {
        _vocabulary = vocabulary;
        _merges = merges;
        _options = options;
        _bytes = options.ByteFallback ? new ByteTokens(vocabulary) : null;
    }

    /// <summary>The key of a pair of tokens in the table of merges.</summary>
    public static long PairOf(int left, int right) => ((long)left << 32) | (uint)right;

    public override void Tokenize(scoped ReadOnlySpan<char> word, ref TokenBuffer tokens)
    {
        if (word.IsEmpty) return;

        if (_options.IgnoreMerges && _vocabulary.Find(word) is var whole and >= 0)
        {
            tokens.Add(whole);
            return;
        }

        var hash = TokenHash.Of(word);
        if (_cache.TryGet(word, hash, out var known))
        {
            tokens.Add(known);
            return;
        }

        var symbols = new TokenBuffer(stackalloc int[256]);
        try
        {
            AddCharacters(word, ref symbols);
            var merged = Merge(symbols.Ids);
            tokens.Add(merged);
            if (word.Length <= LongestCachedWord) _cache.Set(word, hash, merged);
        }
        finally
        {
            symbols.Dispose();
        }
    }

    private void AddCharacters(scoped ReadOnlySpan<char> word, ref TokenBuffer symbols)
    {
        var isUnknownPending = false;
        var position = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            var length = rune.Utf16SequenceLength;
            var isFirst = position == 0;
            var text = word.Slice(position, length);
            position += length;
            var isLast = position == word.Length;
            var id = (isFirst || _options.ContinuingPrefix.Length == 0) && (!isLast || _options.EndOfWordSuffix.Length == 0)
                ? _vocabulary.Find(text)
                : _vocabulary.Find(string.Concat(isFirst ? "" : _options.ContinuingPrefix, text, isLast ? _options.EndOfWordSuffix : ""));
            if (id >= 0)
            {
                // An unknown character is written when the next is seen: bytes in between may come before it, as in the reference.
                if (isUnknownPending) symbols.Add(_options.UnknownId);
                isUnknownPending = false;
                symbols.Add(id);
            }
            else if ((_bytes is null || !_bytes.TryAdd(text, ref symbols)) && _options.UnknownId >= 0)
            {
                if (isUnknownPending && !_options.FuseUnknown) symbols.Add(_options.UnknownId);
                isUnknownPending = true;
            }
        }

        if (isUnknownPending) symbols.Add(_options.UnknownId);
    }

    /// <summary>Merges with a queue of pairs by rank and place; a pair that a merge has torn apart is skipped when it comes up.</summary>
    private int[] Merge(ReadOnlySpan<int> symbols)
    {
        var count = symbols.Length;
        var ids = symbols.ToArray();
        var previous = new int[count];
        var next = new int[count];
        var queue = new PriorityQueue<(int Left, long Pair), (int Rank, int Left)>();
        for (var i = 0; i < count; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1 < count ? i + 1 : -1;
        }

        for (var i = 0; i + 1 < count; i++) Offer(i);
        while (queue.TryDequeue(out var candidate, out _))
        {
            var (left, pair) = candidate;
            if (ids[left] < 0 || next[left] < 0 || PairOf(ids[left], ids[next[left]]) != pair) continue;

            var right = next[left];
            ids[left] = _merges[pair].Id;
            ids[right] = -1;
            next[left] = next[right];
            if (next[left] >= 0) previous[next[left]] = left;
            if (previous[left] >= 0) Offer(previous[left]);
            Offer(left);
        }

        return Array.FindAll(ids, static id => id >= 0);

        void Offer(int left)
        {
            if (next[left] < 0) return;

            var pair = PairOf(ids[left], ids[next[left]]);
            if (_merges.TryGetValue(pair, out var merge)) queue.Enqueue((left, pair), (merge.Rank, left));
        }
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// Splits a word into the longest vocabulary entries from its start on (WordPiece; Schuster and Nakajima 2012).
/// A word that cannot be split to its end is one unknown token.
/// </summary>
internal sealed class WordPieceModel(Vocabulary vocabulary, string continuingPrefix, int unknownId, int maximumWordLength) : TokenModel
{
    private const int LongestCachedWord = 64;

    private readonly WordCache _cache = new();

    public int UnknownId => unknownId;

    /// <summary>The number of code points above which a word is unknown.</summary>
    public int MaximumWordLength => maximumWordLength;

    public override void Tokenize(scoped ReadOnlySpan<char> word, ref TokenBuffer tokens) => Tokenize(word, TokenHash.Of(word), ref tokens);

    /// <summary>Splits a word whose hash is at hand.</summary>
    /// <param name="word">The word.</param>
    /// <param name="hash">Its <see cref="TokenHash"/>.</param>
    /// <param name="tokens">Where the ids go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tokenize(scoped ReadOnlySpan<char> word, uint hash, ref TokenBuffer tokens)
    {
        var whole = vocabulary.Find(word, hash);
        if (whole >= 0 && word.Length <= maximumWordLength)
        {
            tokens.Add(whole);
            return;
        }

        if (_cache.TryGet(word, hash, out var known))
        {
            tokens.Add(known);
            return;
        }

        var before = tokens.Count;
        if (!TrySplit(word, ref tokens))
        {
            tokens.Truncate(before);
            tokens.Add(unknownId);
        }

        // Long words are data (base64, hashes): they do not come again, and would make the cache's size anybody's choice.
        if (word.Length <= LongestCachedWord) _cache.Set(word, hash, tokens.Ids[before..]);
    }

    private bool TrySplit(scoped ReadOnlySpan<char> word, ref TokenBuffer tokens)
    {
        if (word.Length > maximumWordLength && CodePoints(word) > maximumWordLength) return false;

        var rented = ArrayPool<uint>.Shared.Rent(word.Length + 1);
        try
        {
            var prefix = "";
            while (!word.IsEmpty)
            {
                var length = LongestMatch(prefix, word, rented, out var id);
                if (length == 0) return false;

                tokens.Add(id);
                word = word[length..];
                prefix = continuingPrefix;
            }

            return true;
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(rented);
        }
    }

    private int LongestMatch(string prefix, ReadOnlySpan<char> word, Span<uint> hashes, out int id)
    {
        var longest = Math.Min(word.Length, vocabulary.LongestToken - prefix.Length);
        var hash = TokenHash.Of(prefix);
        for (var i = 0; i < longest; i++) hashes[i + 1] = hash = TokenHash.Append(hash, word[i]);
        for (var length = longest; length > 0; length--)
        {
            id = vocabulary.Find(prefix, word[..length], hashes[length]);
            if (id >= 0) return length;
        }

        id = -1;
        return 0;
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}

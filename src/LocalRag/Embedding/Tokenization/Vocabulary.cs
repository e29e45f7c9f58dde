using System.Numerics;
using System.Runtime.CompilerServices;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// Texts of tokens and their ids, in one open-addressing table over one array of characters: a dictionary of strings would
/// make tens of thousands of objects at every start. Filled by one thread, then read by any number.
/// </summary>
internal sealed class Vocabulary
{
    private readonly char[] _characters;
    private readonly Slot[] _slots;
    private readonly int _shift;

    /// <param name="characters">The texts of all tokens, one behind the other; kept, not copied.</param>
    /// <param name="entries">Where each token lies; of two with one text the later counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Vocabulary(char[] characters, List<VocabularyEntry> entries)
    {
        _characters = characters;
        var capacity = BitOperations.RoundUpToPowerOf2((uint)Math.Max(entries.Count, 8) * 2);
        _slots = new Slot[capacity];
        _shift = 32 - BitOperations.Log2(capacity);
        foreach (var entry in entries)
        {
            var token = characters.AsSpan(entry.Start, entry.Length);
            var hash = TokenHash.Of(token);
            SlotFor("", token, hash) = new Slot { Hash = hash, Start = entry.Start, LengthPlusOne = entry.Length + 1, Id = entry.Id };
            LongestToken = Math.Max(LongestToken, entry.Length);
        }
    }

    /// <summary>The length in UTF-16 units of the longest token.</summary>
    public int LongestToken { get; }

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<char> token) => Find(token, TokenHash.Of(token));

    /// <summary>The id of a token whose <see cref="TokenHash"/> is at hand, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<char> token, uint hash) => Find("", token, hash);

    /// <summary>The id of the token that is <paramref name="prefix"/> and <paramref name="token"/> together, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<char> prefix, ReadOnlySpan<char> token, uint hash)
    {
        ref var slot = ref SlotFor(prefix, token, hash);
        return slot.LengthPlusOne != 0 ? slot.Id : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot SlotFor(ReadOnlySpan<char> prefix, ReadOnlySpan<char> token, uint hash)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var index = (int)(hash >> _shift) & mask;
        while (true)
        {
            ref var slot = ref slots[index];
            if (slot.LengthPlusOne == 0) return ref slot;
            if (slot.Hash == hash && slot.LengthPlusOne == prefix.Length + token.Length + 1)
            {
                var text = _characters.AsSpan(slot.Start, slot.LengthPlusOne - 1);
                if (text[prefix.Length..].SequenceEqual(token) && text.StartsWith(prefix)) return ref slot;
            }

            index = (index + 1) & mask;
        }
    }

    /// <summary>An empty slot has a length-plus-one of zero, which no token has, not even an empty one.</summary>
    private struct Slot
    {
        public uint Hash;
        public int Start;
        public int LengthPlusOne;
        public int Id;
    }
}

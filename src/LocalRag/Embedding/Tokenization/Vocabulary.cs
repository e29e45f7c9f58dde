using System.Numerics;
using System.Runtime.CompilerServices;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// Texts of tokens and their ids, in one open-addressing table over one array of characters: a dictionary of strings would
/// make tens of thousands of objects at every start. Filled by one thread, then read by any number.
/// </summary>
internal sealed class Vocabulary
{
    private char[] _characters;
    private Slot[] _slots = [];
    private int _used;
    private int _shift;

    /// <param name="expectedTokens">A guess that saves growing.</param>
    public Vocabulary(int expectedTokens = 1024)
    {
        _characters = new char[Math.Max(expectedTokens, 16) * 8];
        Resize((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(expectedTokens, 16) * 2));
    }

    public int Count { get; private set; }

    /// <summary>The length in UTF-16 units of the longest token.</summary>
    public int LongestToken { get; private set; }

    /// <summary>Adds a token; of two with one text the later counts.</summary>
    public void Add(ReadOnlySpan<char> token, int id)
    {
        var hash = TokenHash.Of(token);
        ref var slot = ref SlotFor(token, hash);
        if (slot.IsUsed)
        {
            slot.Id = id;
            return;
        }

        if (_used + token.Length > _characters.Length)
            Array.Resize(ref _characters, Math.Max(_characters.Length * 2, _used + token.Length));
        token.CopyTo(_characters.AsSpan(_used));
        slot = new Slot { Hash = hash, Start = _used, LengthPlusOne = token.Length + 1, Id = id };
        _used += token.Length;
        LongestToken = Math.Max(LongestToken, token.Length);
        Count++;
        if (Count * 2 > _slots.Length) Resize(_slots.Length * 2);
    }

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<char> token) => Find(token, TokenHash.Of(token));

    /// <summary>The id of a token whose <see cref="TokenHash"/> is at hand, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<char> token, uint hash)
    {
        ref var slot = ref SlotFor(token, hash);
        return slot.IsUsed ? slot.Id : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot SlotFor(ReadOnlySpan<char> token, uint hash)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var index = (int)(hash >> _shift) & mask;
        while (true)
        {
            ref var slot = ref slots[index];
            if (!slot.IsUsed) return ref slot;
            if (slot.Hash == hash && slot.LengthPlusOne == token.Length + 1 && _characters.AsSpan(slot.Start, token.Length).SequenceEqual(token))
                return ref slot;

            index = (index + 1) & mask;
        }
    }

    private void Resize(int capacity)
    {
        var old = _slots;
        _slots = new Slot[capacity];
        _shift = 32 - BitOperations.Log2((uint)capacity);
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.IsUsed) SlotFor(_characters.AsSpan(slot.Start, slot.LengthPlusOne - 1), slot.Hash) = slot;
        }
    }

    private struct Slot
    {
        public uint Hash;
        public int Start;
        public int LengthPlusOne;
        public int Id;

        public readonly bool IsUsed => LengthPlusOne != 0;
    }
}

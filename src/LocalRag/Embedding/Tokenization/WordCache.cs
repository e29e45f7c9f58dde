namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// Remembers the tokens of words that are no single token. Direct-mapped with immutable entries: a race between threads
/// costs a repeated split and never a wrong one, there are no locks, and it cannot grow.
/// </summary>
internal sealed class WordCache
{
    private const int Slots = 1 << 14;

    private readonly Entry?[] _entries = new Entry?[Slots];

    public bool TryGet(ReadOnlySpan<char> word, uint hash, out ReadOnlySpan<int> ids)
    {
        var entry = Volatile.Read(ref _entries[hash % Slots]);
        if (entry is not null && entry.Hash == hash && word.SequenceEqual(entry.Word))
        {
            ids = entry.Ids;
            return true;
        }

        ids = default;
        return false;
    }

    public void Set(ReadOnlySpan<char> word, uint hash, ReadOnlySpan<int> ids) =>
        Volatile.Write(ref _entries[hash % Slots], new Entry(hash, word.ToString(), ids.ToArray()));

    private sealed record Entry(uint Hash, string Word, int[] Ids);
}

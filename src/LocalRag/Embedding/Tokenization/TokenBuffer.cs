using System.Buffers;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Collects token ids, at first in memory of the caller's, so that a usual text allocates nothing.</summary>
internal ref struct TokenBuffer(Span<int> initial)
{
    private Span<int> _ids = initial;
    private int[]? _rented;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<int> Ids => _ids[..Count];

    public void Add(int id)
    {
        if (Count == _ids.Length) Grow(1);
        _ids[Count++] = id;
    }

    public void Add(scoped ReadOnlySpan<int> ids)
    {
        if (Count + ids.Length > _ids.Length) Grow(ids.Length);
        ids.CopyTo(_ids[Count..]);
        Count += ids.Length;
    }

    /// <summary>Takes back every token behind the first <paramref name="count"/>.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Takes out every token of an id.</summary>
    public void Remove(int id)
    {
        var kept = _ids[..Count].IndexOf(id);
        if (kept < 0) return;

        for (var i = kept + 1; i < Count; i++)
        {
            if (_ids[i] != id) _ids[kept++] = _ids[i];
        }

        Count = kept;
    }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<int>.Shared.Return(_rented);
        this = default;
    }

    private void Grow(int wanted)
    {
        var larger = ArrayPool<int>.Shared.Rent(Math.Max(_ids.Length * 2, Count + wanted));
        _ids[..Count].CopyTo(larger);
        if (_rented is not null) ArrayPool<int>.Shared.Return(_rented);
        _ids = _rented = larger;
    }
}

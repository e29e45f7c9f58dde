using System.Collections.Concurrent;

namespace LocalRag.Storage;

/// <summary>Keeps readers open between searches: opening one costs more than a small search.</summary>
internal sealed class ReaderPool(IndexStore store) : IDisposable
{
    private readonly ConcurrentBag<IndexReader> _idle = [];
    private bool _disposed;

    /// <exception cref="KnowledgeBaseException">There is no index yet, or it is of another format or embedder.</exception>
    public Lease Rent()
    {
        while (_idle.TryTake(out var reader))
        {
            // The file may have been deleted and made anew since.
            if (reader.IsCurrent(store.FilePath)) return new Lease(this, reader);
            reader.Dispose();
        }

        return new Lease(this, store.OpenReader());
    }

    /// <summary>Closes the readers that nobody uses.</summary>
    public void Clear()
    {
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        Clear();
    }

    private void Return(IndexReader reader)
    {
        if (_disposed) reader.Dispose();
        else _idle.Add(reader);
    }

    public readonly struct Lease(ReaderPool pool, IndexReader reader) : IDisposable
    {
        public IndexReader Reader => reader;

        public void Dispose() => pool.Return(reader);
    }
}

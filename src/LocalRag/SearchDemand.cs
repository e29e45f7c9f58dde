using System.Collections.Concurrent;
using LocalRag.Retrieval;

namespace LocalRag;

/// <summary>Remembers when somebody last searched or typed, and which documents were found: work in the background waits for the one and begins with the others.</summary>
internal sealed class SearchDemand
{
    /// <summary>Further hits are looked at by few.</summary>
    private const int CountedHits = 10;

    private readonly ConcurrentDictionary<long, int> _found = new();
    private long _lastUse = long.MinValue;

    /// <summary>Notes that somebody uses the machine.</summary>
    public void Note() => Volatile.Write(ref _lastUse, TimeProvider.System.GetTimestamp());

    /// <summary>Notes what a search found.</summary>
    public void Note(IReadOnlyList<SearchHit> hits)
    {
        Note();
        foreach (var document in hits.Take(CountedHits).Select(hit => hit.DocumentId).Distinct()) _found.AddOrUpdate(document, 1, static (_, times) => times + 1);
    }

    public int CountOf(long documentId) => _found.GetValueOrDefault(documentId);

    /// <summary>Waits until nobody has used the machine for a while.</summary>
    public async Task WaitAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _lastUse) is var last && last != long.MinValue && quiet - TimeProvider.System.GetElapsedTime(last) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, cancellationToken).ConfigureAwait(false);
    }
}

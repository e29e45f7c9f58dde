using LocalRag.Retrieval;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag;

/// <summary>Tells how the index stands to the files on disk, by their sizes and times alone.</summary>
internal sealed class FreshnessCheck(SourceOptions options)
{
    /// <summary>What has changed below a source's root; null where the root is gone.</summary>
    public WorktreeChanges? Compare(StoredSource source, IReadOnlyList<StoredDocument> documents, CancellationToken cancellationToken)
    {
        try
        {
            return Worktree.Compare(source.Root, [.. documents.Select(document => new SourceFile(document.Path, document.Size, Math.Abs(document.Modified)))], options, cancellationToken);
        }
        catch (SourceException)
        {
            return null;
        }
    }

    /// <summary>Adds to a result how stale it is, and marks the hits whose files have changed.</summary>
    public SearchResult Judge(SearchResult result, IndexReader reader, IReadOnlyList<StoredSource> sources, CancellationToken cancellationToken)
    {
        var changed = 0;
        var stale = new HashSet<(string Source, string Path)>();
        Freshness? first = null;
        foreach (var source in sources)
        {
            var documents = reader.ReadDocuments(source.Id);
            var changes = Compare(source, documents, cancellationToken);
            changed += changes?.Count ?? documents.Count;
            foreach (var path in changes is null ? documents.Select(document => document.Path) : changes.Changed.Select(file => file.Path).Concat(changes.Removed)) stale.Add((source.Name, path));
            first ??= new Freshness(source.Commit, changes?.Head?.Commit, changes?.Head?.Branch, 0);
        }

        return result with
        {
            Freshness = (first ?? Freshness.Unknown) with { ChangedFiles = changed },
            Hits = stale.Count == 0 ? result.Hits : [.. result.Hits.Select(hit => stale.Contains((hit.Source, hit.Path)) ? hit with { ChangedOnDisk = true } : hit)],
        };
    }
}

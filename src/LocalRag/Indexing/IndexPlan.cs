using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Indexing;

/// <summary>What a run has to do, told from the files that are there and the documents that the index holds.</summary>
/// <param name="ToRead">Files that are new or look changed; reading tells whether their content is.</param>
/// <param name="Removed">Documents whose files are gone or are no longer to be indexed.</param>
/// <param name="Unchanged">Documents whose files have the size and time they had.</param>
/// <param name="RereadAll">Whether every file is chunked again, changed or not.</param>
internal sealed record IndexPlan(IReadOnlyList<PlannedFile> ToRead, IReadOnlyList<StoredDocument> Removed, IReadOnlyList<StoredDocument> Unchanged, bool RereadAll)
{
    public static IndexPlan Create(IReadOnlyList<SourceFile> files, IReadOnlyList<StoredDocument> documents, bool rereadAll)
    {
        var known = documents.ToDictionary(document => document.Path, StringComparer.Ordinal);
        var (toRead, unchanged) = (new List<PlannedFile>(), new List<StoredDocument>());
        foreach (var file in files)
        {
            if (!known.Remove(file.Path, out var document)) toRead.Add(new PlannedFile(file, null));
            else if (rereadAll || document.Size != file.Size || document.Modified != file.LastChangeTicks) toRead.Add(new PlannedFile(file, document));
            else unchanged.Add(document);
        }

        return new IndexPlan(toRead, [.. known.Values.OrderBy(document => document.Path, StringComparer.Ordinal)], unchanged, rereadAll);
    }
}

/// <summary>A file to read, with the document that it may replace.</summary>
internal sealed record PlannedFile(SourceFile File, StoredDocument? Known);

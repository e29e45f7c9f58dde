using System.Text;
using LocalRag.Documents;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag;

/// <summary>The files of a source. A path is looked up in the source's list before any disk is touched.</summary>
public sealed partial class KnowledgeBase
{
    /// <summary>Lists a source's files in ordinal order of paths, those left out with the reason; null where there is no such source.</summary>
    public Task<IReadOnlyList<FileEntry>?> ListFilesAsync(string source, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            if (!_store.Exists) return null;
            using var lease = _readers.Rent();
            using var snapshot = lease.Reader.BeginSnapshot();
            if (Find(lease.Reader, source) is not { } stored) return null;
            var files = lease.Reader.ReadDocuments(stored.Id).Select(document => new FileEntry(document.Path, document.Language, document.Size, document.LeftOut)).ToList();
            var known = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
            files.AddRange(lease.Reader.ReadNotes(stored.Id).Where(note => !known.Contains(note.Path)).Select(note => new FileEntry(note.Path, Languages.Of(note.Path), 0, note.Reason)));
            files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
            return (IReadOnlyList<FileEntry>?)files;
        },
        cancellationToken);

    /// <summary>Reads a listed file, as it is on disk; null where the source does not list it.</summary>
    public Task<FileText?> ReadFileAsync(string source, string path, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            if (!_store.Exists) return null;
            using var lease = _readers.Rent();
            using var snapshot = lease.Reader.BeginSnapshot();
            if (Find(lease.Reader, source) is not { } stored) return null;
            var blank = new FileText { Source = source, Path = path, Language = Languages.Of(path), Commit = stored.Commit };
            if (lease.Reader.FindDocuments(stored.Id, [path]) is not [var document, ..])
                return lease.Reader.ReadNotes(stored.Id).FirstOrDefault(note => note.Path == path) is { } note ? blank with { Why = note.Reason } : null;
            if (document.LeftOut is { } reason) return blank with { Language = document.Language, Why = reason };

            var chunks = lease.Reader.ReadDocumentChunks(source, path);
            var outline = lease.Reader.ReadChunks([.. chunks.Select(chunk => chunk.Id)]).Values
                .SelectMany(chunk => chunk.Chunk.Definitions).Distinct().OrderBy(definition => definition.Line).ToList();
            var read = FileReader.Read(stored.Root, new SourceFile(path, document.Size, Math.Abs(document.Modified)), _sourceOptions);
            return read.Document is { } disk
                ? blank with { Language = document.Language, Text = disk.Text, ChangedOnDisk = disk.Hash != document.Hash, Outline = outline }
                : blank with { Language = document.Language, Text = Rebuild(chunks), Why = read.Skipped?.Reason ?? read.Failure, FromIndex = true, IsGone = !SourceListing.IsEmpty(stored.Root) && !Path.Exists(Path.Combine(stored.Root, path)), ChangedOnDisk = true, Outline = outline };
        },
        cancellationToken);

    /// <summary>Tells whether a listed file differs from the commit that is checked out; false as well where git cannot tell.</summary>
    public Task<bool> IsUncommittedAsync(string source, string path, CancellationToken cancellationToken = default) => Task.Run(
        async () =>
        {
            if (!_store.Exists) return false;
            using var lease = _readers.Rent();
            return Find(lease.Reader, source) is { } stored && (await _freshness.UncommittedAmongAsync(stored, [path], lease.Reader, cancellationToken).ConfigureAwait(false)).Count > 0;
        },
        cancellationToken);

    /// <summary>Gives a listed file's absolute path, for an editor; null where the source does not list it.</summary>
    public Task<string?> FindPathAsync(string source, string path, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            if (!_store.Exists) return null;
            using var lease = _readers.Rent();
            return Find(lease.Reader, source) is { } stored && lease.Reader.ReadDocuments(stored.Id).Any(document => document.Path == path)
                ? Path.GetFullPath(path, stored.Root)
                : null;
        },
        cancellationToken);

    private static StoredSource? Find(IndexReader reader, string name) => reader.ReadSources().FirstOrDefault(source => source.Name == name);

    /// <summary>Puts chunks back on their lines; lines that no chunk covers were blank.</summary>
    private static string Rebuild(IReadOnlyList<StoredChunk> chunks)
    {
        var text = new StringBuilder();
        var line = 1;
        foreach (var chunk in chunks.OrderBy(chunk => chunk.Chunk.Span.StartLine).ThenBy(chunk => chunk.Id))
        {
            for (; line < chunk.Chunk.Span.StartLine; line++) text.Append('\n');
            text.Append(chunk.Chunk.Text);
            // Pieces of one overlong line carry its number and follow each other without a line end.
            line = chunk.Chunk.Span.EndLine;
        }

        return text.ToString();
    }
}

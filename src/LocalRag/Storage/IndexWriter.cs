using System.Globalization;
using LocalRag.Documents;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>
/// Writes one run. Each document goes in whole within one transaction (several documents may share one);
/// what is written becomes visible to searches when the run is published, and stays for the next run to resume from when it is not.
/// Not safe for concurrent use.
/// </summary>
public sealed partial class IndexWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly IDisposable _lock;
    private readonly IndexManifest _manifest;
    private readonly string _chunking;
    private readonly DocumentStatements _statements;
    private bool _inTransaction;

    internal IndexWriter(SqliteConnection connection, IDisposable @lock, IndexManifest manifest, string chunking)
    {
        _connection = connection;
        _lock = @lock;
        _manifest = manifest;
        _chunking = chunking;
        _statements = new DocumentStatements(connection);
    }

    /// <summary>True where the files were chunked by other rules than now, so that none of them can be kept.</summary>
    public bool ChunkingChanged => _manifest.Chunking != _chunking;

    /// <summary>The source with this root, added under a free name where it is new.</summary>
    /// <param name="name">The wanted name; null for the folder's own.</param>
    /// <param name="suggestion">What to call a new source in place of the folder's name.</param>
    /// <exception cref="KnowledgeBaseException">The name belongs to another source.</exception>
    public StoredSource AddSource(string root, string? name, string? suggestion = null)
    {
        var sources = SourceRows.Read(_connection);
        if (sources.FirstOrDefault(source => source.Root == root) is { } known)
        {
            if (name is null || name == known.Name) return known;
            RequireFree(sources, name);
            Execute("UPDATE sources SET name = $name WHERE id = $id", ("$name", name), ("$id", known.Id));
            return known with { Name = name };
        }

        if (name is not null) RequireFree(sources, name);
        else name = FreeName(sources, suggestion ?? (Path.GetFileName(root.TrimEnd(Path.DirectorySeparatorChar)) is { Length: > 0 } folder ? folder : "root"));
        Execute("INSERT INTO sources(name, root) VALUES ($name, $root)", ("$name", name), ("$root", root));
        return SourceRows.Read(_connection).Single(source => source.Root == root);
    }

    /// <summary>The documents of a source as the last run, published or not, left them.</summary>
    public IReadOnlyList<StoredDocument> ReadDocuments(long sourceId) => SourceRows.ReadDocuments(_connection, sourceId, IndexSchema.Outgoing);

    /// <summary>Those documents of a source that the last run, published or not, left under one of these paths.</summary>
    public IReadOnlyList<StoredDocument> FindDocuments(long sourceId, IEnumerable<string> paths) => SourceRows.ReadDocuments(_connection, sourceId, IndexSchema.Outgoing, paths);

    /// <summary>The source as it is stored now; null where it has been taken out.</summary>
    public StoredSource? FindSource(long sourceId) => SourceRows.Read(_connection).FirstOrDefault(source => source.Id == sourceId);

    /// <summary>True where an interrupted run left documents that no search sees yet.</summary>
    public bool HasUnpublished(long sourceId) => SourceRows.CountUnpublished(_connection, sourceId) > 0;

    /// <summary>What is noted about the files of a source.</summary>
    public IReadOnlyList<FileNote> ReadNotes(long sourceId) => SourceRows.ReadNotes(_connection, sourceId);

    /// <summary>Writes a document in place of <paramref name="replaces"/>. Where that fails, what was written since the last commit is undone with it.</summary>
    public void Write(long sourceId, PreparedDocument document, StoredDocument? replaces)
    {
        Begin();
        try
        {
            if (replaces is not null) Retire(replaces);
            _statements.Insert(sourceId, document);
        }
        catch
        {
            // A run commits on its way out, and must not commit half a document.
            Rollback();
            throw;
        }
    }

    /// <summary>Takes a document out: from searches when the run is published.</summary>
    public void Remove(StoredDocument document)
    {
        Begin();
        Retire(document);
    }

    /// <summary>Notes that a file was written again with the same content.</summary>
    public void Touch(StoredDocument document, long size, long modified)
    {
        Begin();
        Execute("UPDATE documents SET size = $size, modified = $modified WHERE id = $id", ("$size", size), ("$modified", modified), ("$id", document.Id));
    }

    /// <summary>Commits what was written since the last commit. It survives the process, but searches do not see it yet.</summary>
    public void Commit()
    {
        if (!_inTransaction) return;
        Execute("COMMIT");
        _inTransaction = false;
    }

    /// <summary>Makes the run visible in one step and clears away what it replaced.</summary>
    /// <returns>The generation that readers see from now on.</returns>
    public long Publish(StoredSource source, IReadOnlyList<FileNote> notes)
    {
        Begin();
        var outgoing = new List<long>();
        using (var command = Command("SELECT id FROM documents WHERE source_id = $source AND state = 2", ("$source", source.Id)))
        using (var rows = command.ExecuteReader())
            while (rows.Read()) outgoing.Add(rows.GetInt64(0));
        foreach (var document in outgoing) _statements.Delete(document);
        var published = Execute("UPDATE documents SET state = 0 WHERE source_id = $source AND state = 1", ("$source", source.Id));

        // A run that reads three files should not write hundreds of notes that stand there already.
        var before = ReadNotes(source.Id);
        foreach (var note in before.Except(notes))
            Execute("DELETE FROM notes WHERE source_id = $source AND kind = $kind AND path = $path AND reason = $reason", ("$source", source.Id), ("$kind", (int)note.Kind), ("$path", note.Path), ("$reason", note.Reason));
        foreach (var note in notes.Except(before))
            Execute("INSERT INTO notes(source_id, kind, path, reason) VALUES ($source, $kind, $path, $reason)", ("$source", source.Id), ("$kind", (int)note.Kind), ("$path", note.Path), ("$reason", note.Reason));
        Execute(
            "UPDATE sources SET indexed_at = $at, commit_id = $commit, branch = $branch WHERE id = $id",
            ("$at", (source.IndexedAt ?? DateTimeOffset.UtcNow).ToString("O", CultureInfo.InvariantCulture)), ("$commit", source.Commit), ("$branch", source.Branch), ("$id", source.Id));
        Execute("UPDATE manifest SET value = $chunking WHERE key = 'chunking'", ("$chunking", _chunking));
        if (published > 0 || outgoing.Count > 0) RaiseGeneration();
        Commit();
        return IndexStore.ReadManifest(_connection).Generation;
    }

    /// <summary>Takes a source out with all that it brought, but for the embedding cache.</summary>
    /// <returns>False where there is no such source.</returns>
    public bool RemoveSource(string name)
    {
        if (SourceRows.Read(_connection).FirstOrDefault(source => source.Name == name) is not { } source) return false;
        Begin();
        var documents = new List<long>();
        using (var command = Command("SELECT id FROM documents WHERE source_id = $source", ("$source", source.Id)))
        using (var rows = command.ExecuteReader())
            while (rows.Read()) documents.Add(rows.GetInt64(0));
        foreach (var document in documents) _statements.Delete(document);
        Execute("DELETE FROM notes WHERE source_id = $source", ("$source", source.Id));
        Execute("DELETE FROM sources WHERE id = $source", ("$source", source.Id));
        RaiseGeneration();
        Commit();
        return true;
    }

    /// <summary>Leaves nothing in the file of what is no longer indexed. Takes as long as writing the file anew.</summary>
    /// <exception cref="KnowledgeBaseException">A search that goes on keeps the log from being emptied.</exception>
    public void Purge()
    {
        Commit();
        IndexPurge.Run(_connection);
    }

    /// <summary>The documents and chunks of a source that searches see.</summary>
    public (int Documents, int Chunks) Count(long sourceId) => SourceRows.Count(_connection, sourceId);

    /// <summary>Closes the file, which rolls back what was not committed, and gives the lock back.</summary>
    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }

    private static void RequireFree(IReadOnlyList<StoredSource> sources, string name)
    {
        if (sources.FirstOrDefault(source => source.Name == name) is { } other)
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"The name {name} belongs to the source at {other.Root}. Choose another with --name.");
    }

    private static string FreeName(IReadOnlyList<StoredSource> sources, string folder)
    {
        var name = folder;
        for (var i = 2; sources.Any(source => source.Name == name); i++) name = $"{folder}-{i}";
        return name;
    }

    private void Retire(StoredDocument document)
    {
        // What was never published was never seen, so nothing keeps it.
        if (document.Pending) _statements.Delete(document.Id);
        else Execute("UPDATE documents SET state = 2 WHERE id = $id", ("$id", document.Id));
    }

    private void RaiseGeneration() =>
        Execute("UPDATE manifest SET value = value + 1 WHERE key = 'generation'; UPDATE manifest SET value = (SELECT count(*) FROM chunks) WHERE key = 'chunks'");

    private void Begin()
    {
        if (_inTransaction) return;
        Execute("BEGIN IMMEDIATE");
        _inTransaction = true;
    }

    private void Rollback()
    {
        _inTransaction = false;
        // After a full disk or a failed read SQLite has rolled back by itself.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) Execute("ROLLBACK");
    }

    private int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}

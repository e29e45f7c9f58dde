using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>
/// One knowledge base's SQLite file: documents, chunks, full text, vectors and the embedding cache.
/// One process writes at a time (a lock file beside it); readers are never blocked and see whole runs only.
/// </summary>
public sealed partial class IndexStore
{
    /// <param name="path">The SQLite file; made by the first run.</param>
    /// <param name="fingerprint">The embedder in use, as text.</param>
    /// <param name="dimension">The length of its vectors.</param>
    /// <param name="chunking">The chunkers' version and sizes, as text.</param>
    public IndexStore(string path, string fingerprint, int dimension, string chunking)
    {
        FilePath = path;
        Fingerprint = fingerprint;
        Dimension = dimension;
        Chunking = chunking;
    }

    public string FilePath { get; }

    public string Fingerprint { get; }

    public int Dimension { get; }

    public string Chunking { get; }

    public bool Exists => File.Exists(FilePath) && new FileInfo(FilePath).Length > 0;

    /// <summary>The size of the file and of its write-ahead log, in bytes.</summary>
    public long SizeBytes => new[] { FilePath, FilePath + "-wal" }.Where(File.Exists).Sum(path => new FileInfo(path).Length);

    /// <summary>Opens the index for a run, making it where it is not there yet.</summary>
    /// <exception cref="KnowledgeBaseException">Another process writes to it; or its format or embedder is another.</exception>
    public IndexWriter OpenWriter()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var guard = AcquireLock(LockPath, Busy);
        SqliteConnection? connection = null;
        try
        {
            connection = IndexConnection.OpenForWriting(FilePath);
            if (!HasTables(connection)) Create(connection);
            var manifest = ReadManifest(connection);
            Check(manifest);
            return new IndexWriter(connection, guard, manifest, Chunking);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            guard.Dispose();
            if (exception is SqliteException sqlite) throw Unreadable(sqlite);
            throw;
        }
    }

    /// <summary>Opens the index for searches.</summary>
    /// <exception cref="KnowledgeBaseException">There is none yet; or its format or embedder is another.</exception>
    public IndexReader OpenReader()
    {
        if (!Exists) throw new KnowledgeBaseException(KnowledgeBaseError.IndexMissing, $"There is no index at {FilePath} yet. Make it with `localrag index PATH`.");
        SqliteConnection? connection = null;
        try
        {
            connection = IndexConnection.OpenForReading(FilePath);
            if (!HasTables(connection)) throw new KnowledgeBaseException(KnowledgeBaseError.IndexMissing, $"The index at {FilePath} is empty: its first run has not begun. Run `localrag index PATH`.");
            Check(ReadManifest(connection));
            return new IndexReader(connection, Dimension);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            if (exception is SqliteException sqlite) throw Unreadable(sqlite);
            throw;
        }
    }

    internal static IndexManifest ReadManifest(SqliteConnection connection)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, value FROM manifest";
        using var rows = command.ExecuteReader();
        while (rows.Read()) values[rows.GetString(0)] = rows.GetString(1);
        return new IndexManifest(
            int.TryParse(values.GetValueOrDefault("format"), CultureInfo.InvariantCulture, out var format) ? format : 0,
            values.GetValueOrDefault("fingerprint", ""),
            values.GetValueOrDefault("chunking", ""),
            long.TryParse(values.GetValueOrDefault("generation"), CultureInfo.InvariantCulture, out var generation) ? generation : 0,
            long.TryParse(values.GetValueOrDefault("chunks"), CultureInfo.InvariantCulture, out var chunks) ? chunks : 0);
    }

    internal static bool HasTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE name = 'manifest'";
        return (long)command.ExecuteScalar()! > 0;
    }

    private void Create(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""
            {IndexSchema.Tables}
            INSERT INTO manifest VALUES ('format', '{IndexSchema.Format}'), ('generation', '0'), ('chunks', '0'), ('fingerprint', $fingerprint), ('chunking', $chunking);
            INSERT INTO vector_sets(id, fingerprint, dimension) VALUES (1, $fingerprint, {Dimension});
            {IndexSchema.CreateVectorTable(1, Dimension)};
            """;
        command.Parameters.AddWithValue("$fingerprint", Fingerprint);
        command.Parameters.AddWithValue("$chunking", Chunking);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private void Check(IndexManifest manifest)
    {
        if (manifest.Format != IndexSchema.Format)
            throw new KnowledgeBaseException(
                KnowledgeBaseError.IndexMissing,
                $"The index at {FilePath} has format {manifest.Format}; this version of LocalRag reads format {IndexSchema.Format}. Delete the file and run `localrag index PATH` again.");
        if (manifest.Fingerprint != Fingerprint)
            throw new KnowledgeBaseException(
                KnowledgeBaseError.IndexMissing,
                $"The index at {FilePath} was made with the embedder {manifest.Fingerprint}; in use is {Fingerprint}. Delete the file and run `localrag index PATH` again, or go back to that embedder.");
    }

    /// <summary>Opens the index for the second pass, which writes beside a run a little at a time.</summary>
    /// <exception cref="KnowledgeBaseException">There is no index yet; or another process is at its second pass.</exception>
    internal DeepWriter OpenDeepWriter()
    {
        if (!Exists) throw new KnowledgeBaseException(KnowledgeBaseError.IndexMissing, $"There is no index at {FilePath} yet. Make it with `localrag index PATH`.");
        var guard = AcquireLock(DeepLockPath, $"Another process fills in the deep vectors of the index at {FilePath}. Let it go on, or stop it, and try again.");
        try
        {
            return new DeepWriter(IndexConnection.OpenForWriting(FilePath), guard);
        }
        catch
        {
            guard.Dispose();
            throw;
        }
    }

    /// <summary>True while a run writes to the index.</summary>
    internal bool IsBeingWritten() => IsHeld(LockPath);

    /// <summary>True while a second pass is at work.</summary>
    internal bool IsBeingFilled() => IsHeld(DeepLockPath);

    private string LockPath => FilePath + ".lock";

    private string DeepLockPath => FilePath + ".deep.lock";

    private static bool IsHeld(string path)
    {
        if (!File.Exists(path)) return false;
        using var guard = TryLock(path, out _);
        return guard is null;
    }

    private static FileStream AcquireLock(string path, string message)
    {
        Exception? failure = null;
        for (var attempt = 0; attempt < 4; attempt++)
        {
            // Whoever only looks whether it is free holds it for a moment.
            if (attempt > 0) Thread.Sleep(5);
            if (TryLock(path, out failure) is { } guard) return guard;
        }

        throw new KnowledgeBaseException(KnowledgeBaseError.Locked, message, failure);
    }

    private static FileStream? TryLock(string path, out Exception? failure)
    {
        try
        {
            failure = null;
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            failure = exception;
            return null;
        }
    }

    private KnowledgeBaseException Unreadable(SqliteException exception) => exception.SqliteErrorCode switch
    {
        5 or 6 => new(KnowledgeBaseError.Locked, $"The index at {FilePath} is locked by another process. Try again when it has ended.", exception),
        11 or 26 => new(KnowledgeBaseError.IndexMissing, $"{FilePath} is damaged or no index ({exception.Message}). Restore a backup, or delete the file and run `localrag index PATH` again.", exception),
        _ => new(KnowledgeBaseError.Failed, $"The index at {FilePath} could not be opened: {exception.Message}.", exception),
    };
}

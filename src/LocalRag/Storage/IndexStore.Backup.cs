using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>Copies of an index.</summary>
public sealed partial class IndexStore
{
    /// <summary>Copies the index to a file of its own, as it is at this moment, and checks the copy. Runs and searches go on beside it.</summary>
    /// <exception cref="KnowledgeBaseException">There is no index; or something is at <paramref name="file"/>; or the index is damaged.</exception>
    internal void Backup(string file)
    {
        // Says what is wrong with an index that no search could use either.
        OpenReader().Dispose();
        if (Path.Exists(file)) throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"{file} is there already. Name a file that is not, or delete it first.");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder)) throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"There is no folder {folder}.");
        try
        {
            using var index = IndexConnection.OpenForReading(FilePath);
            IndexBackup.Write(index, file);
        }
        catch (SqliteException exception)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Puts a backup in place of the index, once it has been found whole. What was indexed since is gone from the index.</summary>
    /// <exception cref="KnowledgeBaseException">The file is no backup of this format and embedder, or is damaged; or another process writes to the index.</exception>
    internal void Restore(string file)
    {
        if (!File.Exists(file)) throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"There is no file {file}.");
        SqliteConnection? backup = null;
        try
        {
            backup = IndexConnection.OpenReadOnly(file);
            if (!HasTables(backup)) throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"{file} is no backup of an index.");
            new IndexStore(file, Fingerprint, Dimension, Chunking).Check(ReadManifest(backup));
            IndexBackup.RequireSound(backup, file);
        }
        catch (Exception exception)
        {
            backup?.Dispose();
            if (exception is SqliteException sqlite) throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"{file} is damaged or no backup of an index ({sqlite.Message}).", sqlite);
            throw;
        }

        using (backup)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
            using var guard = AcquireLock(LockPath, Busy);
            using var deep = AcquireLock(DeepLockPath, Busy);
            try
            {
                IndexBackup.Restore(backup, FilePath);
            }
            catch (SqliteException exception)
            {
                throw Unreadable(exception);
            }
        }
    }

    private string Busy => $"Another process is writing to the index at {FilePath}. Wait for it to end, or stop it, and try again.";
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>
/// Copies an index to one file and back through SQLite's own backup, page by page: the copy is one state of the index although a run may
/// be writing, and searches that go on while one is restored see the index before or after. Both ways the copy is checked first.
/// </summary>
internal static class IndexBackup
{
    /// <param name="index">An open index.</param>
    /// <param name="file">What is made; nothing may be there yet.</param>
    public static void Write(SqliteConnection index, string file)
    {
        var unfinished = file + ".part";
        Delete(unfinished);
        try
        {
            using (var copy = IndexConnection.OpenForWriting(unfinished))
            {
                index.BackupDatabase(copy);
                RequireSound(copy, file);
                // The log goes into the file, so that it can be carried away alone.
                IndexConnection.Execute(copy, "PRAGMA journal_mode = DELETE");
            }

            File.Move(unfinished, file);
        }
        finally
        {
            Delete(unfinished);
        }
    }

    /// <summary>Puts a backup in place of what an index holds, in one transaction.</summary>
    /// <param name="backup">An open backup that has been found sound.</param>
    /// <param name="path">The index's file, which may be missing or damaged.</param>
    public static void Restore(SqliteConnection backup, string path)
    {
        var generation = 0L;
        SqliteConnection index;
        try
        {
            index = IndexConnection.OpenForWriting(path);
            if (IndexStore.HasTables(index)) generation = IndexStore.ReadManifest(index).Generation;
        }
        catch (SqliteException)
        {
            // A damaged file is what a backup is for.
            Delete(path);
            index = IndexConnection.OpenForWriting(path);
        }

        using (index)
        {
            backup.BackupDatabase(index);
            // What a reader remembers holds as long as the generation is the one it saw.
            using var raise = index.CreateCommand();
            raise.CommandText = "UPDATE manifest SET value = max(CAST(value AS INTEGER), $generation) + 1 WHERE key = 'generation'";
            raise.Parameters.AddWithValue("$generation", generation);
            raise.ExecuteNonQuery();
        }
    }

    /// <exception cref="KnowledgeBaseException">SQLite finds a fault in the file, or chunks lack their words or vectors.</exception>
    public static void RequireSound(SqliteConnection connection, string file)
    {
        if (Scalar(connection, "PRAGMA integrity_check(1)") is var fault and not "ok") throw Unsound(file, fault);
        var vectors = Scalar(connection, $"SELECT count(*) FROM chunks WHERE id NOT IN (SELECT rowid FROM {IndexSchema.VectorRows(1)})");
        var words = Scalar(connection, "SELECT count(*) FROM chunks WHERE id NOT IN (SELECT rowid FROM words)");
        if ((vectors, words) is not ("0", "0")) throw Unsound(file, $"{vectors} chunks have no vector, {words} no words");
    }

    private static KnowledgeBaseException Unsound(string file, string fault) => new(KnowledgeBaseError.Failed, $"{file} is damaged: {fault}.");

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    private static void Delete(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm", path + "-journal"]) File.Delete(file);
    }
}

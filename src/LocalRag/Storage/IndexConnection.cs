using LocalRag.Documents;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>Opens connections to an index file, with sqlite-vec loaded.</summary>
internal static class IndexConnection
{
    public static SqliteConnection OpenForWriting(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        // SQLite's own waiting looks again after a millisecond; the driver's after 150.
        Execute(connection, "PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
        return connection;
    }

    public static SqliteConnection OpenForReading(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA query_only = ON; PRAGMA cache_size = -32768; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;");
        return connection;
    }

    /// <summary>Opens a file that is only looked at: it may lie where nothing can be written.</summary>
    public static SqliteConnection OpenReadOnly(string path) => Open(path, SqliteOpenMode.ReadOnly);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        // Pooling would keep the file open after Dispose, so that a test or a user could not delete it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            connection.EnableExtensions();
            connection.LoadExtension(NativeParts.Require("vec0", "sqlite-vec"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>
/// Rewrites an index file so that nothing remains in it of what is no longer indexed: cached embeddings that no chunk uses, full text of
/// deleted chunks (which FTS5 keeps until it merges), vectors of deleted chunks (which vec0 keeps for good), free pages, and the log.
/// </summary>
internal static class IndexPurge
{
    /// <exception cref="KnowledgeBaseException">A search that goes on keeps the log from being emptied.</exception>
    public static void Run(SqliteConnection connection)
    {
        IndexConnection.Execute(connection, "PRAGMA secure_delete = ON");
        IndexConnection.Execute(connection, "BEGIN IMMEDIATE");
        IndexConnection.Execute(connection, "DELETE FROM embeddings WHERE hash NOT IN (SELECT embedding_hash FROM chunks)");
        IndexConnection.Execute(connection, "INSERT INTO words(words) VALUES ('optimize')");
        foreach (var (table, definition) in VectorTables(connection))
        {
            IndexConnection.Execute(connection, $"CREATE TEMP TABLE kept AS SELECT chunk_id, embedding FROM {table}");
            IndexConnection.Execute(connection, $"DROP TABLE {table}; {definition}; INSERT INTO {table}(chunk_id, embedding) SELECT chunk_id, embedding FROM temp.kept ORDER BY chunk_id; DROP TABLE temp.kept");
        }

        IndexConnection.Execute(connection, "COMMIT");
        IndexConnection.Execute(connection, "VACUUM");
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var rows = command.ExecuteReader();
        rows.Read();
        if (rows.GetInt64(0) != 0)
            throw new KnowledgeBaseException(KnowledgeBaseError.Locked, "The index is purged, but a search keeps its log from being emptied. Run the purge again when it has ended.");
    }

    private static List<(string Table, string Definition)> VectorTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING vec0%'";
        using var rows = command.ExecuteReader();
        var tables = new List<(string, string)>();
        while (rows.Read()) tables.Add((rows.GetString(0), rows.GetString(1)));
        return tables;
    }
}

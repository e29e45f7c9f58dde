using System.Globalization;
using LocalRag.Documents;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>Reads the rows about sources, which readers and writers both need.</summary>
internal static class SourceRows
{
    public static IReadOnlyList<StoredSource> Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, name, root, indexed_at, commit_id, branch FROM sources ORDER BY name";
        using var rows = command.ExecuteReader();
        var sources = new List<StoredSource>();
        while (rows.Read())
            sources.Add(new StoredSource(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2),
                rows.IsDBNull(3) ? null : DateTimeOffset.Parse(rows.GetString(3), CultureInfo.InvariantCulture),
                rows.IsDBNull(4) ? null : rows.GetString(4), rows.IsDBNull(5) ? null : rows.GetString(5)));
        return sources;
    }

    /// <summary>The documents of a source that are not in the given state, by path.</summary>
    /// <param name="paths">Those that are wanted; null for all.</param>
    public static IReadOnlyList<StoredDocument> ReadDocuments(SqliteConnection connection, long sourceId, int exceptState, IEnumerable<string>? paths = null)
    {
        using var command = connection.CreateCommand();
        // The states are spelled out so that the unique index on paths, which holds for such rows alone, can be used.
        command.CommandText = $"""
            SELECT id, path, language, hash, size, modified, left_out, fallback, state FROM documents
            WHERE source_id = $source AND state <> {exceptState}{(paths is null ? "" : " AND path IN (SELECT value FROM json_each($paths))")} ORDER BY path
            """;
        command.Parameters.AddWithValue("$source", sourceId);
        if (paths is not null) command.Parameters.AddWithValue("$paths", JsonArray.Of(paths));
        using var rows = command.ExecuteReader();
        var documents = new List<StoredDocument>();
        while (rows.Read())
            documents.Add(new StoredDocument(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), ContentHash.FromBytes(rows.GetFieldValue<byte[]>(3)),
                rows.GetInt64(4), rows.GetInt64(5), rows.IsDBNull(6) ? null : rows.GetString(6), rows.IsDBNull(7) ? null : rows.GetString(7),
                rows.GetInt64(8) == IndexSchema.Pending));
        return documents;
    }

    public static IReadOnlyList<FileNote> ReadNotes(SqliteConnection connection, long sourceId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind, path, reason FROM notes WHERE source_id = $source ORDER BY path";
        command.Parameters.AddWithValue("$source", sourceId);
        using var rows = command.ExecuteReader();
        var notes = new List<FileNote>();
        while (rows.Read()) notes.Add(new FileNote((NoteKind)rows.GetInt32(0), rows.GetString(1), rows.GetString(2)));
        return notes;
    }

    /// <summary>The documents that a run which goes on or was interrupted has written or replaced.</summary>
    public static int CountUnpublished(SqliteConnection connection, long sourceId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM documents WHERE source_id = $source AND state = 1) + (SELECT count(*) FROM documents WHERE source_id = $source AND state = 2)";
        command.Parameters.AddWithValue("$source", sourceId);
        return (int)(long)command.ExecuteScalar()!;
    }

    public static (int Documents, int Chunks) Count(SqliteConnection connection, long sourceId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT count(*) FROM documents WHERE source_id = $source AND state <> 1 AND left_out IS NULL),
                   (SELECT count(*) FROM chunks JOIN documents ON documents.id = document_id WHERE source_id = $source AND state <> 1)
            """;
        command.Parameters.AddWithValue("$source", sourceId);
        using var rows = command.ExecuteReader();
        rows.Read();
        return (rows.GetInt32(0), rows.GetInt32(1));
    }
}

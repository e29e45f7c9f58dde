using System.Globalization;
using Microsoft.Data.Sqlite;
using LocalRag.Documents;

namespace LocalRag.Tests.Watching;

/// <summary>
/// What an index holds, without the numbers and times that differ from run to run: documents, chunks, definitions, every word of full text
/// with its place, vectors and notes. Two indexes that answer alike have the same lines.
/// </summary>
internal static class IndexContent
{
    public static IReadOnlyList<string> Read(string indexPath)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = indexPath, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        connection.EnableExtensions();
        connection.LoadExtension(NativeParts.Require("vec0", "sqlite-vec"));
        Run(connection, "CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, words, instance)");
        // A chunk is known by its document and its place in it, whatever its number.
        Run(connection, """
            CREATE TEMP TABLE names AS SELECT chunks.id AS id,
                sources.name || ' ' || path || ' #' || row_number() OVER (PARTITION BY document_id ORDER BY chunks.id) AS name
            FROM chunks LEFT JOIN documents ON documents.id = document_id LEFT JOIN sources ON sources.id = source_id
            """);
        Run(connection, "CREATE UNIQUE INDEX temp.names_id ON names(id)");
        var lines = new List<string>();
        Add("SELECT 'source', name, commit_id, branch FROM sources");
        Add("SELECT 'document', sources.name, path, language, hex(hash), size, state, left_out, fallback FROM documents LEFT JOIN sources ON sources.id = source_id");
        Add("SELECT 'note', sources.name, kind, path, reason FROM notes LEFT JOIN sources ON sources.id = source_id");
        Add("SELECT 'chunk', names.name, start_line, end_line, kind, symbol, scope, container, signature, summary, text, hex(embedding_hash) FROM chunks JOIN names USING (id)");
        Add("SELECT 'definition', names.name, definitions.name, container, kind, line FROM definitions LEFT JOIN names ON names.id = chunk_id");
        Add("SELECT 'word', names.name, term, col, offset FROM places LEFT JOIN names ON names.id = doc");
        Add("SELECT 'vector', names.name, hex(embedding) FROM vectors_1 LEFT JOIN names ON names.id = chunk_id");
        Add("SELECT 'counted', value FROM manifest WHERE key = 'chunks'");
        lines.Sort(StringComparer.Ordinal);
        return lines;

        void Add(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var rows = command.ExecuteReader();
            while (rows.Read())
                lines.Add(string.Join(" | ", Enumerable.Range(0, rows.FieldCount).Select(i => rows.IsDBNull(i) ? "-" : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture))));
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

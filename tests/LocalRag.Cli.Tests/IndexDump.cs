using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace LocalRag.Cli.Tests;

/// <summary>All that an index holds for a search, in lines that do not depend on the numbers of rows nor on times: equal indexes have equal lines.</summary>
internal static class IndexDump
{
    private const string Chunk = "sources.name || ' ' || path || ' #' || row_number() OVER (PARTITION BY document_id ORDER BY chunks.id)";

    private static readonly string[] Queries =
    [
        "SELECT 'source', name, commit_id, branch FROM sources",
        "SELECT 'document', sources.name, path, language, hex(hash), size, state, left_out, fallback FROM documents LEFT JOIN sources ON sources.id = source_id",
        "SELECT 'note', sources.name, kind, path, reason FROM notes LEFT JOIN sources ON sources.id = source_id",
        "SELECT 'chunk', names.name, start_line, end_line, kind, symbol, scope, container, signature, summary, text, hex(embedding_hash) FROM chunks LEFT JOIN names USING (id)",
        "SELECT 'definition', names.name, definitions.name, container, kind, line FROM definitions LEFT JOIN names ON names.id = chunk_id",
        "SELECT 'word', names.name, term, col, offset FROM places LEFT JOIN names ON names.id = doc",
        "SELECT 'vector', names.name, hex(embedding) FROM vectors_1 LEFT JOIN names ON names.id = chunk_id",
        "SELECT 'cached', hex(hash), hex(vector) FROM embeddings WHERE hash IN (SELECT embedding_hash FROM chunks)",
        "SELECT 'counted', value FROM manifest WHERE key = 'chunks'",
    ];

    public static IReadOnlyList<string> Read(string indexPath)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = indexPath, Pooling = false }.ToString());
        connection.Open();
        connection.EnableExtensions();
        connection.LoadExtension(Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Localrag.Program)!, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"), "vec0.*").Single());
        Rows(connection, "CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, words, instance)");
        Rows(connection, $"CREATE TEMP TABLE names AS SELECT chunks.id AS id, {Chunk} AS name FROM chunks LEFT JOIN documents ON documents.id = document_id LEFT JOIN sources ON sources.id = source_id");
        Rows(connection, "CREATE UNIQUE INDEX temp.names_id ON names(id)");
        return [.. Rows(connection, "PRAGMA integrity_check"), .. Queries.SelectMany(query => Rows(connection, query)).Order(StringComparer.Ordinal)];
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read()) lines.Add(string.Join(" | ", Enumerable.Range(0, rows.FieldCount).Select(i => rows.IsDBNull(i) ? "-" : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture))));
        return lines;
    }
}

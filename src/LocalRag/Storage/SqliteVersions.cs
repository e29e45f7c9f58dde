using LocalRag.Documents;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>Asks SQLite and sqlite-vec for their versions, by loading and using them.</summary>
internal static class SqliteVersions
{
    /// <exception cref="SqliteException">SQLite has no full-text search.</exception>
    public static string Engine() => Ask("CREATE VIRTUAL TABLE temp.probe USING fts5(body); SELECT sqlite_version();");

    /// <exception cref="SqliteException">sqlite-vec does not load.</exception>
    /// <exception cref="KnowledgeBaseException">sqlite-vec is not there.</exception>
    public static string Vectors() => Ask("SELECT vec_version();", connection =>
    {
        connection.EnableExtensions();
        connection.LoadExtension(NativeParts.Require("vec0", "sqlite-vec"));
    });

    private static string Ask(string question, Action<SqliteConnection>? prepare = null)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        prepare?.Invoke(connection);
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (string)command.ExecuteScalar()!;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LocalRag.Retrieval;
using Microsoft.Data.Sqlite;

namespace LocalRag.Conversations;

/// <summary>
/// Keeps conversations in a SQLite file of their own. Safe for concurrent use: each call opens the file for itself,
/// which costs less than a millisecond and keeps no file open between calls.
/// </summary>
public sealed class ConversationStore(string path)
{
    private const int MaxTitle = 80;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS conversations (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS entries (
            id INTEGER PRIMARY KEY,
            conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
            question TEXT NOT NULL,
            answer TEXT NOT NULL,
            rating INTEGER,
            rating_reason TEXT,
            content TEXT NOT NULL
        );
        CREATE INDEX IF NOT EXISTS entries_conversation ON entries(conversation_id);
        """;

    /// <summary>The SQLite file; made by the first conversation.</summary>
    public string FilePath { get; } = path;

    /// <summary>Begins a conversation, titled with its first question.</summary>
    public Conversation Create(string firstQuestion)
    {
        var now = DateTimeOffset.UtcNow;
        var conversation = new Conversation(RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 10), TitleOf(firstQuestion), now, now, []);
        using var connection = Open();
        Execute(
            connection, "INSERT INTO conversations VALUES ($id, $title, $created, $updated)",
            ("$id", conversation.Id), ("$title", conversation.Title), ("$created", Text(now)), ("$updated", Text(now)));
        return conversation;
    }

    /// <summary>Adds an entry, or writes it anew where it has an id; null where the conversation is gone.</summary>
    public ConversationEntry? Save(string conversationId, ConversationEntry entry)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        if (Execute(connection, "UPDATE conversations SET updated_at = $now WHERE id = $id", ("$now", Text(DateTimeOffset.UtcNow)), ("$id", conversationId)) == 0) return null;
        using var command = Command(
            connection,
            """
            INSERT INTO entries(id, conversation_id, question, answer, rating, rating_reason, content) VALUES ($id, $conversation, $question, $answer, $rating, $reason, $content)
            ON CONFLICT(id) DO UPDATE SET question = $question, answer = $answer, rating = $rating, rating_reason = $reason, content = $content
            RETURNING id
            """,
            ("$id", entry.Id == 0 ? null : entry.Id), ("$conversation", conversationId), ("$question", entry.Question), ("$answer", entry.Text),
            ("$rating", entry.Rating), ("$reason", entry.RatingReason), ("$content", JsonSerializer.Serialize(entry)));
        var id = (long)command.ExecuteScalar()!;
        transaction.Commit();
        return entry with { Id = id };
    }

    /// <summary>Keeps an entry's marks as a second look left them. Nothing happens where the entry is gone, and the reader's judgement stays.</summary>
    public void Review(ConversationEntry entry)
    {
        using var connection = Open();
        Execute(connection, "UPDATE entries SET content = $content WHERE id = $id", ("$content", JsonSerializer.Serialize(entry)), ("$id", entry.Id));
    }

    /// <summary>Takes answers out that were made from lines which are not to be quoted any more, with every trace of them in the file. Their questions stay.</summary>
    /// <param name="mayBeQuoted">Is asked for each place that an answer was made from.</param>
    /// <returns>The number of answers that were taken out.</returns>
    public int Forget(Func<CitedPlace, bool> mayBeQuoted)
    {
        if (!File.Exists(FilePath)) return 0;
        using var connection = Open();
        Execute(connection, "PRAGMA secure_delete = ON");
        Execute(connection, "BEGIN IMMEDIATE");
        var forgotten = new List<ConversationEntry>();
        using (var command = Command(connection, "SELECT id, content FROM entries"))
        using (var rows = command.ExecuteReader())
            while (rows.Read())
                if (JsonSerializer.Deserialize<ConversationEntry>(rows.GetString(1)) is { } entry && entry.Places.Any(place => place.Text.Length > 0 && !mayBeQuoted(place)))
                    forgotten.Add(entry with
                    {
                        Id = rows.GetInt64(0),
                        Text = "This answer was taken out: what it was made from is no longer indexed.",
                        Unsupported = [],
                        Places = [.. entry.Places.Select(place => mayBeQuoted(place) ? place : place with { Text = "", Symbol = null })],
                    });
        foreach (var entry in forgotten)
            Execute(connection, "UPDATE entries SET answer = $answer, content = $content WHERE id = $id", ("$answer", entry.Text), ("$content", JsonSerializer.Serialize(entry)), ("$id", entry.Id));
        Execute(connection, "COMMIT");
        // What was deleted or written over before leaves pages that still hold it.
        Execute(connection, "VACUUM");
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return forgotten.Count;
    }

    /// <summary>Lists conversations, newest first; with a text, those whose title, questions or answers hold it in any case.</summary>
    public IReadOnlyList<ConversationSummary> List(string? text = null, int limit = 200)
    {
        if (!File.Exists(FilePath)) return [];
        using var connection = Open();
        using var command = Command(
            connection,
            """
            SELECT id, title, updated_at, (SELECT count(*) FROM entries WHERE conversation_id = conversations.id) FROM conversations
            WHERE $like IS NULL OR title LIKE $like ESCAPE '\'
               OR EXISTS (SELECT 1 FROM entries WHERE conversation_id = conversations.id AND (question LIKE $like ESCAPE '\' OR answer LIKE $like ESCAPE '\'))
            ORDER BY updated_at DESC, id LIMIT $limit
            """,
            ("$like", string.IsNullOrWhiteSpace(text) ? null : $"%{Escape(text.Trim())}%"), ("$limit", limit));
        using var rows = command.ExecuteReader();
        var conversations = new List<ConversationSummary>();
        while (rows.Read()) conversations.Add(new ConversationSummary(rows.GetString(0), rows.GetString(1), Date(rows.GetString(2)), rows.GetInt32(3)));
        return conversations;
    }

    /// <summary>Reads a whole conversation; null where there is none of that id.</summary>
    public Conversation? Find(string id)
    {
        if (!File.Exists(FilePath)) return null;
        using var connection = Open();
        var entries = new List<ConversationEntry>();
        using (var command = Command(connection, "SELECT id, rating, rating_reason, content FROM entries WHERE conversation_id = $id ORDER BY id", ("$id", id)))
        using (var rows = command.ExecuteReader())
            while (rows.Read())
                entries.Add(JsonSerializer.Deserialize<ConversationEntry>(rows.GetString(3))! with
                {
                    Id = rows.GetInt64(0),
                    Rating = rows.IsDBNull(1) ? null : rows.GetInt32(1),
                    RatingReason = rows.IsDBNull(2) ? null : rows.GetString(2),
                });
        using var read = Command(connection, "SELECT title, created_at, updated_at FROM conversations WHERE id = $id", ("$id", id));
        using var row = read.ExecuteReader();
        return row.Read() ? new Conversation(id, row.GetString(0), Date(row.GetString(1)), Date(row.GetString(2)), entries) : null;
    }

    /// <summary>Gives a conversation another title; false where there is none of that id or the title is blank.</summary>
    public bool Rename(string id, string title)
    {
        if (string.IsNullOrWhiteSpace(title) || !File.Exists(FilePath)) return false;
        using var connection = Open();
        return Execute(connection, "UPDATE conversations SET title = $title WHERE id = $id", ("$title", TitleOf(title)), ("$id", id)) > 0;
    }

    /// <summary>Deletes a conversation with its entries; false where there is none of that id.</summary>
    public bool Delete(string id)
    {
        if (!File.Exists(FilePath)) return false;
        using var connection = Open();
        return Execute(connection, "DELETE FROM conversations WHERE id = $id", ("$id", id)) > 0;
    }

    /// <summary>Takes an entry and all that came after it out, so that its question can be asked in other words.</summary>
    public void DeleteFrom(string conversationId, long entryId)
    {
        if (!File.Exists(FilePath)) return;
        using var connection = Open();
        Execute(connection, "DELETE FROM entries WHERE conversation_id = $conversation AND id >= $id", ("$conversation", conversationId), ("$id", entryId));
    }

    /// <summary>Keeps the reader's judgement of an answer; null takes it back.</summary>
    public void Rate(long entryId, int? rating, string? reason)
    {
        if (!File.Exists(FilePath)) return;
        using var connection = Open();
        Execute(connection, "UPDATE entries SET rating = $rating, rating_reason = $reason WHERE id = $id", ("$rating", rating), ("$reason", reason), ("$id", entryId));
    }

    private static string TitleOf(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxTitle ? line : line[..(MaxTitle - 1)].TrimEnd() + "…";
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Date(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private SqliteConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        // Pooling would keep the file open after Dispose, so that a test or a user could not delete it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false, ForeignKeys = true, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + Tables);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using LocalRag.Documents;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>
/// Writes vectors of the second pass, a batch a transaction. It works beside a run without its lock: what it writes hangs on chunks that are there
/// at that moment, and a run that deletes a chunk deletes its deep vectors with it. Not safe for concurrent use.
/// </summary>
internal sealed class DeepWriter : IDisposable
{
    private const int Busy = 5;

    private readonly SqliteConnection _connection;
    private readonly IDisposable _lock;

    public DeepWriter(SqliteConnection connection, IDisposable @lock)
    {
        _connection = connection;
        _lock = @lock;
    }

    /// <summary>Writes vectors to the cache and to those of their chunks that still have that text.</summary>
    /// <param name="rate">Chunks embedded in a second, which is noted beside; null where it is not known.</param>
    /// <returns>How the attempt went; nothing is written but where it is <see cref="DeepWrite.Done"/>.</returns>
    public DeepWrite TryWrite(VectorSet set, IReadOnlyList<DeepVector> vectors, double? rate)
    {
        if (Begin(set) is var begun && begun != DeepWrite.Done) return begun;
        using var cache = Command($"INSERT OR IGNORE INTO embeddings(set_id, hash, vector) VALUES ({set.Id}, $hash, $vector)");
        using var insert = Command(
            $"""
            INSERT INTO {IndexSchema.VectorTable(set.Id)}(chunk_id, embedding)
            SELECT id, $vector FROM chunks WHERE id = $id AND embedding_hash = $hash AND id NOT IN (SELECT rowid FROM {IndexSchema.VectorRows(set.Id)})
            """);
        foreach (var (hash, chunks, vector) in vectors)
        {
            object bytes = MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();
            Run(cache, ("$hash", hash.ToByteArray()), ("$vector", bytes));
            foreach (var chunk in chunks) Run(insert, ("$vector", bytes), ("$id", chunk), ("$hash", hash.ToByteArray()));
        }

        if (rate is { } noted)
        {
            using var note = Command($"INSERT INTO manifest(key, value) VALUES ('{DeepSets.RateKey}', $rate) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
            Run(note, ("$rate", noted.ToString("0.###", CultureInfo.InvariantCulture)));
        }

        return Commit();
    }

    /// <summary>Gives chunks the vectors that the cache holds of their texts.</summary>
    public DeepWrite TryCopy(VectorSet set, IReadOnlyCollection<long> chunkIds)
    {
        if (Begin(set) is var begun && begun != DeepWrite.Done) return begun;
        using var copy = Command(
            $"""
            INSERT INTO {IndexSchema.VectorTable(set.Id)}(chunk_id, embedding)
            SELECT id, vector FROM chunks JOIN embeddings ON set_id = {set.Id} AND hash = embedding_hash
            WHERE id IN ({string.Join(',', chunkIds)}) AND id NOT IN (SELECT rowid FROM {IndexSchema.VectorRows(set.Id)})
            """);
        copy.ExecuteNonQuery();
        return Commit();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _lock.Dispose();
    }

    private DeepWrite Begin(VectorSet set)
    {
        try
        {
            using var begin = Command("BEGIN IMMEDIATE");
            begin.CommandTimeout = 1;
            begin.ExecuteNonQuery();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
        {
            return DeepWrite.Busy;
        }

        if (DeepSets.Read(_connection).All.Any(known => known.Id == set.Id && known.Fingerprint == set.Fingerprint)) return DeepWrite.Done;
        IndexConnection.Execute(_connection, "ROLLBACK");
        return DeepWrite.Dropped;
    }

    private DeepWrite Commit()
    {
        IndexConnection.Execute(_connection, "COMMIT");
        return DeepWrite.Done;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}

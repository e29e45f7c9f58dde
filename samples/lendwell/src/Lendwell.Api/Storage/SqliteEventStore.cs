using System.Text.Json;
using Lendwell.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Lendwell.Api.Storage;

/// <summary>The event store in one SQLite table. Tables and indexes are in db/schema.sql.</summary>
public sealed class SqliteEventStore(IOptions<LendwellOptions> options) : IEventStore
{
    private static readonly Dictionary<string, Type> Types = typeof(LoanEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LoanEvent)))
        .ToDictionary(type => type.Name);

    public async Task<IReadOnlyList<LoanEvent>> ReadAsync(string stream, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT type, body FROM events WHERE stream = $stream ORDER BY version";
        command.Parameters.AddWithValue("$stream", stream);

        var events = new List<LoanEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add((LoanEvent)JsonSerializer.Deserialize(reader.GetString(1), Types[reader.GetString(0)])!);
        }

        return events;
    }

    /// <summary>
    /// Appends in one transaction. The primary key (stream, version) is what makes two desks collide: the second
    /// insert of the same version fails, and becomes a conflict that the caller can read about.
    /// </summary>
    public async Task AppendAsync(string stream, int expectedVersion, IReadOnlyList<LoanEvent> events, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction();
        var actual = await VersionAsync(connection, transaction, stream, cancellationToken);
        if (actual != expectedVersion)
        {
            throw new ConcurrencyConflictException(stream, expectedVersion, actual);
        }

        foreach (var happened in events)
        {
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = "INSERT INTO events (stream, version, type, at, body) VALUES ($stream, $version, $type, $at, $body)";
            insert.Parameters.AddWithValue("$stream", stream);
            insert.Parameters.AddWithValue("$version", ++expectedVersion);
            insert.Parameters.AddWithValue("$type", happened.GetType().Name);
            insert.Parameters.AddWithValue("$at", happened.At.ToString("O"));
            insert.Parameters.AddWithValue("$body", JsonSerializer.Serialize(happened, happened.GetType()));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<string>> OpenStreamsAsync(string? cardNumber, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT stream FROM open_loans WHERE $card IS NULL OR card_number = $card";
        command.Parameters.AddWithValue("$card", (object?)cardNumber ?? DBNull.Value);

        var streams = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            streams.Add(reader.GetString(0));
        }

        return streams;
    }

    private static async Task<int> VersionAsync(
        SqliteConnection connection, SqliteTransaction transaction, string stream, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT COALESCE(MAX(version), 0) FROM events WHERE stream = $stream";
        command.Parameters.AddWithValue("$stream", stream);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), null);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection($"Data Source={options.Value.DatabasePath};Foreign Keys=True");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}

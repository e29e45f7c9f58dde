using System.Globalization;
using Lendwell.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Lendwell.Api.Storage;

/// <summary>Members and holds in SQLite.</summary>
public sealed class SqliteHoldBook(IOptions<LendwellOptions> options) : IHoldBook
{
    public async Task<Member?> FindMemberAsync(string cardNumber, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, category, home_branch, owed_cents, blocked FROM members WHERE card_number = $card";
        command.Parameters.AddWithValue("$card", cardNumber);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Member(cardNumber, reader.GetString(0), Enum.Parse<MemberCategory>(reader.GetString(1)), reader.GetString(2))
            {
                Owed = reader.GetInt64(3) / 100m,
                CardBlocked = reader.GetBoolean(4),
            }
            : null;
    }

    public async Task<HoldQueue> QueueForCopyAsync(string copyId, CancellationToken cancellationToken) => new(await HoldsAsync(
        "title_id = (SELECT title_id FROM copies WHERE copy_id = $value) AND state IN ('Waiting', 'Suspended', 'OnShelf')",
        copyId,
        cancellationToken));

    public Task<IReadOnlyList<Hold>> OnShelfAsync(string? branch, CancellationToken cancellationToken) =>
        HoldsAsync("state = 'OnShelf' AND ($value IS NULL OR pickup_branch = $value)", branch, cancellationToken);

    public async Task SaveAsync(Hold hold, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE holds SET state = $state, shelf_until = $until WHERE hold_id = $id";
        command.Parameters.AddWithValue("$id", hold.Id);
        command.Parameters.AddWithValue("$state", hold.State.ToString());
        command.Parameters.AddWithValue("$until", (object?)hold.ShelfUntil?.ToString("O", CultureInfo.InvariantCulture) ?? DBNull.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Hold>> HoldsAsync(string condition, string? value, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT hold_id, title_id, card_number, pickup_branch, requested_at, course_reserve, state, shelf_until FROM holds WHERE "
            + condition;
        command.Parameters.AddWithValue("$value", (object?)value ?? DBNull.Value);

        var holds = new List<Hold>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            holds.Add(new Hold(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetDateTimeOffset(4))
            {
                IsCourseReserve = reader.GetBoolean(5),
                State = Enum.Parse<HoldState>(reader.GetString(6)),
                ShelfUntil = reader.IsDBNull(7) ? null : DateOnly.Parse(reader.GetString(7), CultureInfo.InvariantCulture),
            });
        }

        return holds;
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection($"Data Source={options.Value.DatabasePath}");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}

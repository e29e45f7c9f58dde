using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LocalRag.Storage;

/// <summary>The vector sets of the second pass.</summary>
/// <param name="Serving">The one that searches use, whole or not; null where no second pass has begun.</param>
/// <param name="Next">The one of another embedder that is being filled in and takes over when it is whole; null where there is none.</param>
public sealed record DeepSets(VectorSet? Serving, VectorSet? Next)
{
    internal const string ServingKey = "deep";
    internal const string NextKey = "deep.next";
    internal const string RateKey = "deep.rate";

    /// <summary>The chunks that the last pass embedded in a second; null where none has.</summary>
    public double? Rate { get; private init; }

    /// <summary>The one that a pass fills in.</summary>
    public VectorSet? Filling => Next ?? Serving;

    public IEnumerable<VectorSet> All => new[] { Serving, Next }.OfType<VectorSet>();

    internal static string OriginKey(long setId) => string.Create(CultureInfo.InvariantCulture, $"deep.origin.{setId}");

    internal static DeepSets Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, value FROM manifest WHERE key GLOB 'deep*'";
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var rows = command.ExecuteReader())
            while (rows.Read()) values[rows.GetString(0)] = rows.GetString(1);
        return new DeepSets(Find(ServingKey), Find(NextKey))
        {
            Rate = double.TryParse(values.GetValueOrDefault(RateKey), CultureInfo.InvariantCulture, out var rate) ? rate : null,
        };

        VectorSet? Find(string key)
        {
            if (!values.TryGetValue(key, out var id)) return null;
            using var find = connection.CreateCommand();
            find.CommandText = "SELECT id, fingerprint, dimension FROM vector_sets WHERE id = $id";
            find.Parameters.AddWithValue("$id", long.Parse(id, CultureInfo.InvariantCulture));
            using var row = find.ExecuteReader();
            return row.Read() ? new VectorSet(row.GetInt64(0), row.GetString(1), row.GetInt32(2), values.GetValueOrDefault(OriginKey(row.GetInt64(0)), "")) : null;
        }
    }
}

using System.Globalization;
using LocalRag.Documents;

namespace LocalRag.Storage;

/// <summary>What searches and the second pass read of the deep sets.</summary>
public sealed partial class IndexReader
{
    public DeepSets ReadDeepSets() => DeepSets.Read(_connection);

    /// <summary>Those of the chunks that a set has a vector of.</summary>
    public IReadOnlySet<long> FindInSet(VectorSet set, IEnumerable<long> chunkIds)
    {
        using var command = Command($"SELECT rowid FROM {IndexSchema.VectorRows(set.Id)} WHERE rowid IN ({string.Join(',', chunkIds)})");
        using var rows = command.ExecuteReader();
        var found = new HashSet<long>();
        while (rows.Read()) found.Add(rows.GetInt64(0));
        return found;
    }

    /// <summary>The vectors that a set holds, and the chunks that the index holds.</summary>
    public (int Vectors, int Chunks) CountInSet(VectorSet set)
    {
        using var command = Command($"SELECT (SELECT count(*) FROM {IndexSchema.VectorRows(set.Id)}), (SELECT count(*) FROM chunks)");
        using var rows = command.ExecuteReader();
        rows.Read();
        return (rows.GetInt32(0), rows.GetInt32(1));
    }

    /// <summary>The chunks that a set has no vector of, but for those that the next publishing takes away.</summary>
    internal IReadOnlyList<MissingVector> ReadMissing(VectorSet set)
    {
        using var command = Command(
            $"""
            SELECT c.id, c.document_id, c.embedding_hash, length(c.text), abs(d.modified)
            FROM chunks c JOIN documents d ON d.id = c.document_id
            WHERE c.id NOT IN (SELECT rowid FROM {IndexSchema.VectorRows(set.Id)}) AND d.state <> {IndexSchema.Outgoing.ToString(CultureInfo.InvariantCulture)}
            """);
        using var rows = command.ExecuteReader();
        var missing = new List<MissingVector>();
        while (rows.Read())
            missing.Add(new MissingVector(rows.GetInt64(0), rows.GetInt64(1), ContentHash.FromBytes(rows.GetFieldValue<byte[]>(2)), rows.GetInt32(3), rows.GetInt64(4)));
        return missing;
    }
}

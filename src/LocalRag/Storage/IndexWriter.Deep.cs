using System.Globalization;

namespace LocalRag.Storage;

/// <summary>How the sets of the second pass begin, take over and go. All of it under the lock of a run, which knows the sets by heart.</summary>
public sealed partial class IndexWriter
{
    /// <summary>
    /// Gives the set that an embedder's vectors go into, made where it is new. Vectors of another embedder go on serving until the new set is whole;
    /// a third embedder's, begun and never whole, are dropped.
    /// </summary>
    /// <param name="keepServing">False where the embedder of the vectors that are there can no longer be asked, so that they serve nobody.</param>
    public VectorSet BeginDeepSet(string fingerprint, int dimension, string origin, bool keepServing = true)
    {
        Begin();
        var sets = DeepSets.Read(_connection);
        if (sets.Next is { } next && next.Fingerprint != fingerprint) Drop(next, DeepSets.NextKey);
        if (sets.Serving is { } serving && serving.Fingerprint != fingerprint && !keepServing)
        {
            Drop(serving, DeepSets.ServingKey);
            if (sets.Next?.Fingerprint == fingerprint) Promote(sets.Next);
        }

        sets = DeepSets.Read(_connection);
        var known = sets.All.FirstOrDefault(set => set.Fingerprint == fingerprint);
        if (known is null)
        {
            Execute("INSERT INTO vector_sets(fingerprint, dimension) VALUES ($fingerprint, $dimension)", ("$fingerprint", fingerprint), ("$dimension", dimension));
            using var command = Command("SELECT id FROM vector_sets WHERE fingerprint = $fingerprint", ("$fingerprint", fingerprint));
            known = new VectorSet((long)command.ExecuteScalar()!, fingerprint, dimension, origin);
            Execute(IndexSchema.CreateVectorTable(known.Id, dimension));
            SetManifest(sets.Serving is null ? DeepSets.ServingKey : DeepSets.NextKey, known.Id.ToString(CultureInfo.InvariantCulture));
        }

        SetManifest(DeepSets.OriginKey(known.Id), origin);
        Commit();
        return known;
    }

    /// <summary>Lets a set that is whole take over from the one before it, whose vectors go.</summary>
    /// <returns>False where it lacks vectors, or has been dropped.</returns>
    public bool FinishDeepSet(VectorSet set)
    {
        Begin();
        var sets = DeepSets.Read(_connection);
        var whole = sets.All.Any(known => known.Id == set.Id);
        if (whole)
        {
            using var missing = Command($"SELECT EXISTS (SELECT 1 FROM chunks WHERE id NOT IN (SELECT rowid FROM {IndexSchema.VectorRows(set.Id)}) AND document_id NOT IN (SELECT id FROM documents WHERE state = {IndexSchema.Outgoing}))");
            whole = (long)missing.ExecuteScalar()! == 0;
        }

        if (whole && sets.Next?.Id == set.Id)
        {
            if (sets.Serving is { } before) Drop(before, DeepSets.ServingKey);
            Promote(set);
        }

        Commit();
        return whole;
    }

    /// <summary>Drops every deep set.</summary>
    public void DropDeepSets()
    {
        Begin();
        var sets = DeepSets.Read(_connection);
        if (sets.Next is { } next) Drop(next, DeepSets.NextKey);
        if (sets.Serving is { } serving) Drop(serving, DeepSets.ServingKey);
        Execute("DELETE FROM manifest WHERE key = $rate", ("$rate", DeepSets.RateKey));
        Commit();
    }

    private void Promote(VectorSet set)
    {
        SetManifest(DeepSets.ServingKey, set.Id.ToString(CultureInfo.InvariantCulture));
        Execute("DELETE FROM manifest WHERE key = $key", ("$key", DeepSets.NextKey));
    }

    private void Drop(VectorSet set, string key)
    {
        Execute($"DROP TABLE {IndexSchema.VectorTable(set.Id)}");
        Execute("DELETE FROM embeddings WHERE set_id = $id", ("$id", set.Id));
        Execute("DELETE FROM vector_sets WHERE id = $id", ("$id", set.Id));
        Execute("DELETE FROM manifest WHERE key IN ($key, $origin)", ("$key", key), ("$origin", DeepSets.OriginKey(set.Id)));
    }

    private void SetManifest(string key, string value) =>
        Execute("INSERT INTO manifest(key, value) VALUES ($key, $value) ON CONFLICT(key) DO UPDATE SET value = excluded.value", ("$key", key), ("$value", value));
}

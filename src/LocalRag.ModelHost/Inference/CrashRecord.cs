using System.Text.Json;

namespace LocalRag.ModelHost.Inference;

/// <summary>
/// Notes in a file which models are in use, so that a host that was killed by one is known for it by the next.
/// A model that was in use at two such ends is not loaded again without being asked for.
/// </summary>
internal sealed class CrashRecord
{
    private const int Patience = 2;

    private readonly Lock gate = new();
    private readonly string? path;
    private readonly Dictionary<string, int> busy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> crashes;

    /// <summary>Reads what the last host left.</summary>
    /// <param name="path">The file; null keeps no record.</param>
    public CrashRecord(string? path)
    {
        this.path = path;
        var state = path is null ? new CrashState([], []) : Read(path);
        crashes = new Dictionary<string, int>(state.Crashes, StringComparer.Ordinal);
        foreach (var model in state.Busy)
            crashes[model] = crashes.GetValueOrDefault(model) + 1;
        Save();
    }

    /// <summary>How many hosts ended while the model was in use.</summary>
    public int Crashes(ModelFile model)
    {
        lock (gate)
            return crashes.GetValueOrDefault(model.Path);
    }

    /// <summary>Sees that a model may be loaded.</summary>
    /// <exception cref="HostException">It crashed the host too often.</exception>
    public void RequireTrusted(ModelFile model)
    {
        if (Crashes(model) is >= Patience and var count)
            throw new HostException(HostError.ModelCrashed, $"The host ended {count} times while the model '{model.Name}' was in use, so it is not loaded again by itself. Ask with \"force\": true, or register it anew, to try once more.");
    }

    /// <summary>Forgets a model's crashes, because somebody asked for it.</summary>
    public void Pardon(ModelFile model)
    {
        lock (gate)
        {
            if (crashes.Remove(model.Path))
                Save();
        }
    }

    /// <summary>Notes that a model is in use, until the result is disposed.</summary>
    public IDisposable Use(ModelFile model)
    {
        Change(model.Path, 1);
        return new Usage(this, model.Path);
    }

    private void Change(string model, int by)
    {
        lock (gate)
        {
            var before = busy.GetValueOrDefault(model);
            var after = before + by;
            if (after > 0)
                busy[model] = after;
            else
                busy.Remove(model);
            if (before == 0 || after == 0)
                Save();
        }
    }

    private static CrashState Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<CrashState>(File.ReadAllText(path)) is { Busy: not null, Crashes: not null } state ? state : new CrashState([], []);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            // None yet, or one that the end of its host cut off.
            return new CrashState([], []);
        }
    }

    private void Save()
    {
        if (path is null)
            return;

        // Written aside and moved, so that a host that ends here leaves a whole file. It is not flushed to disk: it has to outlive the process, not the machine.
        var aside = path + ".new";
        File.WriteAllText(aside, JsonSerializer.Serialize(new CrashState([.. busy.Keys], crashes)));
        File.Move(aside, path, overwrite: true);
    }

    private sealed record CrashState(List<string> Busy, Dictionary<string, int> Crashes);

    private sealed class Usage(CrashRecord record, string model) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
                record.Change(model, -1);
        }
    }
}

using System.Globalization;

namespace LocalRag.ModelHost.Inference;

/// <summary>Keeps the models in memory below a ceiling. What does not fit is refused with the numbers, before it is loaded.</summary>
internal sealed class MemoryBudget(long ceiling)
{
    private readonly Lock gate = new();
    private readonly List<ResidentModel> residents = [];

    /// <summary>Bytes that models may take together.</summary>
    public long Ceiling => ceiling;

    /// <summary>What models take now.</summary>
    public long Used
    {
        get
        {
            lock (gate)
                return residents.Sum(resident => resident.Bytes);
        }
    }

    public void Add(ResidentModel resident)
    {
        lock (gate)
            residents.Add(resident);
    }

    public void Remove(ResidentModel resident)
    {
        lock (gate)
            residents.Remove(resident);
    }

    /// <summary>How many bytes are missing for a model of this size.</summary>
    public long MissingFor(long bytes) => Math.Max(0, Used + bytes - ceiling);

    /// <summary>Says that a model does not fit.</summary>
    public HostException Refusal(string name, long bytes, string what) => new(
        HostError.MemoryCeiling,
        $"The model '{name}' needs {Show(bytes)} for {what}; the ceiling is {Show(ceiling)}, of which {Show(Used)} are in use{Residents()}. Raise --max-memory-bytes, choose a smaller quantisation, or unload another model.");

    /// <summary>Sees that a cache fits beside what is loaded.</summary>
    /// <exception cref="HostException">It does not.</exception>
    public void RequireCache(ResidentModel resident, long bytes)
    {
        if (MissingFor(bytes) > 0)
            throw Refusal(resident.Model.Name, bytes, "the keys and values of its context");
    }

    private string Residents()
    {
        lock (gate)
            return residents.Count == 0 ? "" : $" by {string.Join(", ", residents.Select(resident => $"'{resident.Model.Name}'"))}";
    }

    private static string Show(long bytes) => bytes >= 1 << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MiB");
}

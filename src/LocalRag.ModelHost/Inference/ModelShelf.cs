namespace LocalRag.ModelHost.Inference;

/// <summary>The models that clients may name: those in the store's folder, and those that were registered.</summary>
internal sealed class ModelShelf(string? folder, IEnumerable<ModelFile> registered)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ModelFile> byName = registered.ToDictionary(model => model.Name, StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<ModelFile> All
    {
        get
        {
            lock (gate)
                return [.. byName.Values.Concat(InFolder().Where(model => !byName.ContainsKey(model.Name))).OrderBy(model => model.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Finds a model by its name.</summary>
    /// <exception cref="HostException">There is none; the message says which there are.</exception>
    public ModelFile Find(string? name)
    {
        var all = All;
        return all.FirstOrDefault(model => model.Name == name) ?? throw new HostException(
            HostError.UnknownModel,
            all.Count == 0
                ? $"There is no model '{name}': no model is installed. `localrag models pull` or `localrag models add` installs one."
                : $"There is no model '{name}'. There are: {string.Join(", ", all.Select(model => model.Name))}.");
    }

    /// <summary>Adds a model, in place of one of that name.</summary>
    public void Register(ModelFile model)
    {
        lock (gate)
            byName[model.Name] = model;
    }

    private IEnumerable<ModelFile> InFolder() =>
        folder is null || !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder, "*.gguf", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 })
                .Select(path => new ModelFile(Path.GetFileNameWithoutExtension(path), path))
                .DistinctBy(model => model.Name);
}

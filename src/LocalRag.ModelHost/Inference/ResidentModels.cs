using Microsoft.Extensions.Logging;

namespace LocalRag.ModelHost.Inference;

/// <summary>The models in memory, each once for all clients: loaded when asked for, and put away when another needs the room and nobody uses them.</summary>
internal sealed class ResidentModels(ModelShelf shelf, CrashRecord crashes, MemoryBudget budget, GeneratorOptions generatorOptions, ILogger<ResidentModels> logger) : IDisposable
{
    private readonly SemaphoreSlim loading = new(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, ResidentModel> residents = new(StringComparer.Ordinal);
    private readonly ComputeGate compute = new();
    private long uses;

    public ModelShelf Shelf => shelf;

    public MemoryBudget Budget => budget;

    /// <summary>The names of those in memory.</summary>
    public IReadOnlyList<ResidentModel> Loaded
    {
        get
        {
            lock (gate)
                return [.. residents.Values];
        }
    }

    /// <summary>Gives a model for use, loading it if need be. Dispose the result when done.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="force">Whether to load it although it crashed the host before.</param>
    /// <param name="cancellation">Ends the wait; a load that has begun goes on.</param>
    /// <exception cref="HostException">There is no such model, or it is refused; the message says why.</exception>
    public async Task<ModelUse> UseAsync(string? name, bool force, CancellationToken cancellation)
    {
        var file = shelf.Find(name);
        if (Take(file) is { } ready)
            return ready;

        await loading.WaitAsync(cancellation);
        try
        {
            return Take(file) ?? await Task.Run(() => Load(file, force), cancellation);
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Registers a model, and forgets what it did before.</summary>
    public void Register(ModelFile model)
    {
        crashes.Pardon(model);
        shelf.Register(model);
    }

    /// <summary>Puts a model away. False where it is not in memory or in use.</summary>
    public bool Unload(string name)
    {
        ResidentModel? resident;
        lock (gate)
        {
            if (!residents.TryGetValue(name, out resident) || resident.Uses > 0)
                return false;
            residents.Remove(name);
        }

        PutAway(resident);
        return true;
    }

    public void Dispose()
    {
        foreach (var resident in Loaded)
            resident.Dispose();
        loading.Dispose();
    }

    internal void Return(ResidentModel resident)
    {
        bool replaced;
        lock (gate)
        {
            resident.Uses--;
            resident.LastUsed = ++uses;
            replaced = resident.Uses == 0 && residents.GetValueOrDefault(resident.Model.Name) != resident;
        }

        // Its name was registered for another file while it was in use.
        if (replaced)
            PutAway(resident);
    }

    private ModelUse? Take(ModelFile file)
    {
        lock (gate)
        {
            // A name that was registered anew for another file is another model.
            if (!residents.TryGetValue(file.Name, out var resident) || resident.Model.File != file)
                return null;
            resident.Uses++;
            return new ModelUse(this, resident, crashes.Use(file));
        }
    }

    private ModelUse Load(ModelFile file, bool force)
    {
        if (force)
            crashes.Pardon(file);
        else
            crashes.RequireTrusted(file);

        var (header, bytes) = file.Check();
        Unload(file.Name);
        MakeRoom(file, bytes, header.Shape.Causal ? generatorOptions.CacheBytesFor(header.Shape) : 0);
        Log.Loading(logger, file.Name, bytes);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var usage = crashes.Use(file);
        try
        {
            var resident = new ResidentModel(LlamaModel.Load(file, header, bytes), generatorOptions, compute, budget) { Uses = 1 };
            lock (gate)
                residents[file.Name] = resident;
            budget.Add(resident);
            Log.Loaded(logger, file.Name, clock.ElapsedMilliseconds);
            return new ModelUse(this, resident, usage);
        }
        catch
        {
            usage.Dispose();
            throw;
        }
    }

    /// <summary>Puts idle models away until a model fits with its cache, or at least by itself.</summary>
    private void MakeRoom(ModelFile file, long bytes, long cache)
    {
        if (bytes > budget.Ceiling)
            throw budget.Refusal(file.Name, bytes, "its weights");
        while (budget.MissingFor(bytes + cache) > 0)
        {
            ResidentModel? idle;
            lock (gate)
                idle = residents.Values.Where(resident => resident.Uses == 0).MinBy(resident => resident.LastUsed);
            if (idle is null || !Unload(idle.Model.Name))
                break;
        }

        if (budget.MissingFor(bytes) > 0)
            throw budget.Refusal(file.Name, bytes, "its weights");
    }

    private void PutAway(ResidentModel resident)
    {
        budget.Remove(resident);
        resident.Dispose();
        Log.Unloaded(logger, resident.Model.Name);
    }
}

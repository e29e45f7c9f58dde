namespace LocalRag.ModelHost.Inference;

/// <summary>A model in memory with what works with it: a generator and embedders, each made when first asked for.</summary>
internal sealed class ResidentModel : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Pooling, Embedder> embedders = [];
    private readonly GeneratorOptions generatorOptions;
    private readonly ComputeGate compute;
    private readonly MemoryBudget budget;
    private Generator? generator;
    private long cacheBytes;

    public ResidentModel(LlamaModel model, GeneratorOptions generatorOptions, ComputeGate compute, MemoryBudget budget)
    {
        Model = model;
        this.generatorOptions = generatorOptions;
        this.compute = compute;
        this.budget = budget;
    }

    public LlamaModel Model { get; }

    /// <summary>Requests that use it now.</summary>
    public int Uses { get; set; }

    /// <summary>When it was last used, as a count that only grows.</summary>
    public long LastUsed { get; set; }

    /// <summary>Memory that it takes: its files, and its caches.</summary>
    public long Bytes => Model.Bytes + Interlocked.Read(ref cacheBytes);

    /// <summary>The generator over this model.</summary>
    /// <exception cref="HostException">The model writes no text, or its cache does not fit the memory ceiling.</exception>
    public Generator Generator
    {
        get
        {
            lock (gate)
            {
                if (generator is not null)
                    return generator;
                var cache = generatorOptions.CacheBytesFor(Model.Header.Shape);
                budget.RequireCache(this, cache);
                generator = new Generator(Model, generatorOptions, compute);
                Interlocked.Add(ref cacheBytes, cache);
                return generator;
            }
        }
    }

    /// <summary>The generator if there is one already.</summary>
    public Generator? StartedGenerator
    {
        get
        {
            lock (gate)
                return generator;
        }
    }

    /// <summary>The embedder over this model.</summary>
    /// <param name="pooling">How outputs become a vector; null takes the model's own way.</param>
    public Embedder Embedder(Pooling? pooling)
    {
        var shape = Model.Header.Shape;
        var own = Model.File.Pooling ?? (shape.Pooling is int number and > 0 ? (Pooling)number : shape.Causal ? Pooling.Last : Pooling.Mean);
        var wanted = pooling ?? own;
        lock (gate)
        {
            if (!embedders.TryGetValue(wanted, out var embedder))
                embedders.Add(wanted, embedder = new Embedder(Model, wanted, compute, generatorOptions.Threads));
            return embedder;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            generator?.Dispose();
            foreach (var embedder in embedders.Values)
                embedder.Dispose();
            Model.Dispose();
        }
    }
}

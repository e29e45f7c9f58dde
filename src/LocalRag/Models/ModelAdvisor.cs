using LocalRag.Models.Catalogue;
using LocalRag.Models.Hardware;

namespace LocalRag.Models;

/// <summary>Says which models of the catalogue fit a machine, for which task, how much memory they take and how fast they can be.</summary>
public sealed class ModelAdvisor(ModelCatalog catalogue, HardwareProfile hardware)
{
    /// <summary>Tokens of context that memory is reckoned for: sources, question and answer, with room for a conversation.</summary>
    public const int ContextTokens = 8_192;

    // An allowance for llama.cpp's buffers beside weights and cache.
    private const long WorkingBytes = 300L * 1024 * 1024;

    // What the system, the editor and this program need of the memory.
    private const double UsableMemory = 0.75;
    private const double UsableGpuMemory = 0.92;

    // As fast as people read. Below it a better quantisation is not worth its bytes.
    private const double ReadingSpeed = 8;

    // Below it an answer of a hundred words takes a minute; a lesser model serves better.
    private const double SlowestUseful = 2.5;

    // Chunks of 220 tokens that a core embeds in a second with a model of a billion parameters: all-MiniLM-L6-v2, with 23 million, does 48 on two cores.
    private const double ChunksPerCore = 0.55;

    // At this a thousand files take half an hour, and a reranker orders ten chunks in as many seconds.
    private const double SlowestChunks = 2;

    // A model below this does a task too badly to be named for it, however fast it is.
    private const int LeastSuitability = 2;

    /// <summary>Gives the models of a role that fit, best for the task first.</summary>
    public IReadOnlyList<ModelAdvice> Recommend(ModelRole role, ModelTask task)
    {
        var fitting = catalogue.Models
            .Where(model => model.Role == role && model.Suits.For(task) >= LeastSuitability)
            .Select(Fit)
            .OfType<ModelAdvice>();
        return task == ModelTask.Speed
            ? [.. fitting.OrderByDescending(advice => advice.TokensPerSecond ?? 1e12 / advice.WeightBytes)]
            : [.. fitting
                .OrderByDescending(IsUseful)
                .ThenByDescending(advice => advice.Model.Suits.For(task))
                .ThenByDescending(advice => advice.TokensPerSecond ?? 0)
                .ThenBy(advice => advice.MemoryBytes)];
    }

    /// <summary>False for what would keep its user waiting: a generator that crawls, an embedder that takes all night over a repository.</summary>
    private bool IsUseful(ModelAdvice advice) => advice.Model.Role == ModelRole.Generator
        ? advice.TokensPerSecond is not < SlowestUseful
        : advice.Gpu is not null || ChunksPerCore * hardware.PhysicalCores / (advice.Model.ActiveParameters ?? advice.Model.Parameters) >= SlowestChunks;

    /// <summary>The model in its best quantisation that fits and is still read as fast as it comes; null where none fits.</summary>
    private ModelAdvice? Fit(CatalogueModel model)
    {
        var fitting = model.Quantisations
            .Select(quantisation => Advise(model, quantisation))
            .OfType<ModelAdvice>()
            .OrderBy(advice => advice.WeightBytes)
            .ToList();
        // Another step of quality is never worth leaving the graphics card for.
        var best = fitting.FirstOrDefault();
        foreach (var advice in fitting)
            if (advice.TokensPerSecond is not < ReadingSpeed && advice.Gpu == best!.Gpu) best = advice;
        return best;
    }

    private ModelAdvice? Advise(CatalogueModel model, string quantisation)
    {
        var weights = catalogue.WeightBytes(model, quantisation);
        var memory = weights + model.KeyValueBytesPerToken * Math.Min(ContextTokens, model.Context) + WorkingBytes;
        var gpu = hardware.Gpus.Where(gpu => memory <= gpu.MemoryBytes * UsableGpuMemory).MaxBy(gpu => gpu.Bandwidth ?? 0);
        if (gpu is null && memory > hardware.MemoryBytes * UsableMemory) return null;
        var bandwidth = gpu is null ? hardware.MemoryBandwidth : gpu.Bandwidth;
        return new ModelAdvice
        {
            Model = model,
            Quantisation = quantisation,
            WeightBytes = weights,
            MemoryBytes = memory,
            TokensPerSecond = model.Role == ModelRole.Generator ? bandwidth / catalogue.ActiveBytes(model, quantisation) : null,
            Gpu = gpu?.Name,
        };
    }
}

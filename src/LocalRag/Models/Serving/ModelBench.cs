using System.Diagnostics;
using System.Text.Json;
using LocalRag.Models.Store;

namespace LocalRag.Models.Serving;

/// <summary>What a model on this machine does in a second, and what it takes.</summary>
/// <param name="PromptTokensPerSecond">Reading; for embedders, embedding.</param>
/// <param name="TokensPerSecond">Writing, one answer at a time; null for models that write nothing.</param>
/// <param name="LoadSeconds">Until the first answer; small where the host had the model already.</param>
/// <param name="MemoryBytes">As the host reckons it; null where it does not tell.</param>
public sealed record BenchResult(string Model, double PromptTokensPerSecond, double? TokensPerSecond, double LoadSeconds, long? MemoryBytes);

/// <summary>Measures a model at the model host.</summary>
public static class ModelBench
{
    private const int PromptTokens = 512;
    private const int AnswerTokens = 64;
    private const int Texts = 64;

    // Common words, most of them a token in any vocabulary.
    private const string Words = "the cart adds each line and its tax to the total before the order is sent ";

    /// <summary>Measures reading and writing, or embedding where the model embeds.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public static async Task<BenchResult> RunAsync(ServedModels models, InstalledModel model, CancellationToken cancellationToken = default)
    {
        var host = await models.HostForAsync(model, cancellationToken).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        var count = await TokenCounting.For(host, model.Name)([Words], cancellationToken).ConfigureAwait(false);
        var load = watch.Elapsed.TotalSeconds;
        var (generates, context) = await TraitsAsync(host, model.Name, cancellationToken).ConfigureAwait(false);
        var result = generates
            ? await GenerateAsync(host, model.Name, Math.Max(1, count[0]), context, cancellationToken).ConfigureAwait(false)
            : await EmbedAsync(host, model.Name, Math.Max(1, count[0]), cancellationToken).ConfigureAwait(false);
        return result with { LoadSeconds = load, MemoryBytes = await MemoryAsync(host, model.Name, cancellationToken).ConfigureAwait(false) };
    }

    private static async Task<BenchResult> GenerateAsync(ModelServer host, string model, int tokens, int context, CancellationToken cancellationToken)
    {
        // A beginning of its own, so that no earlier run's work is reused.
        var prompt = $"{Guid.NewGuid():N} " + string.Concat(Enumerable.Repeat(Words, Math.Max(1, Math.Min(PromptTokens, context / 2) / tokens)));
        using var json = await host.PostAsync("v1/completions", new { Model = model, Prompt = prompt, MaxTokens = Math.Min(AnswerTokens, context / 4), Temperature = 1.0, Seed = 1 }, model, cancellationToken).ConfigureAwait(false);
        var timings = json.RootElement.GetProperty("timings");
        return new BenchResult(model, timings.GetProperty("prompt_per_second").GetDouble(), timings.GetProperty("predicted_per_second").GetDouble(), 0, null);
    }

    private static async Task<BenchResult> EmbedAsync(ModelServer host, string model, int tokens, CancellationToken cancellationToken)
    {
        var text = string.Concat(Enumerable.Repeat(Words, Math.Max(1, 128 / tokens)));
        var watch = Stopwatch.StartNew();
        using var json = await host.PostAsync("v1/embeddings", new { Model = model, Input = Enumerable.Repeat(text, Texts), EncodingFormat = "base64", Truncate = "cut" }, model, cancellationToken).ConfigureAwait(false);
        return new BenchResult(model, json.RootElement.GetProperty("usage").GetProperty("prompt_tokens").GetInt64() / watch.Elapsed.TotalSeconds, null, 0, null);
    }

    private static async Task<(bool Generates, int ContextTokens)> TraitsAsync(ModelServer host, string model, CancellationToken cancellationToken)
    {
        using var json = await host.GetAsync($"v1/models/{Uri.EscapeDataString(model)}", model, cancellationToken).ConfigureAwait(false);
        return (json.RootElement.GetProperty("generates").GetBoolean(), json.RootElement.GetProperty("context_length").GetInt32());
    }

    private static async Task<long?> MemoryAsync(ModelServer host, string model, CancellationToken cancellationToken)
    {
        using var json = await host.GetAsync("health", "its state", cancellationToken).ConfigureAwait(false);
        foreach (var resident in json.RootElement.GetProperty("models").EnumerateArray())
            if (resident.GetProperty("name").ValueEquals(model)) return resident.GetProperty("bytes").GetInt64();
        return null;
    }
}

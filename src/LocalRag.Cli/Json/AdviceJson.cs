using LocalRag.Models;
using LocalRag.Models.Hardware;
using LocalRag.Models.Serving;

namespace LocalRag.Cli.Json;

/// <summary>A recommended model as <c>models recommend --json</c> writes it.</summary>
internal sealed record AdviceJson(
    string Role, string Task, string Name, string Title, string Family, string Quantisation, long FileBytes, long MemoryBytes, double? TokensPerSecond, string? Gpu, string Licence, string? Note)
{
    public static AdviceJson Of(string role, ModelTask task, ModelAdvice advice) => new(
        role, task.ToString().ToLowerInvariant(), advice.Model.Name, advice.Model.Title, advice.Model.Family, advice.Quantisation, advice.WeightBytes, advice.MemoryBytes,
        advice.TokensPerSecond is { } speed ? Math.Round(speed, 1) : null, advice.Gpu, advice.Model.Licence, advice.Model.Note);
}

internal sealed record GpuJson(string Name, long MemoryBytes);

internal sealed record HardwareJson(int PhysicalCores, int LogicalCores, long MemoryBytes, double MemoryBytesPerSecond, IReadOnlyList<GpuJson> Gpus)
{
    public static HardwareJson Of(HardwareProfile hardware) => new(
        hardware.PhysicalCores, hardware.LogicalCores, hardware.MemoryBytes, Math.Round(hardware.MemoryBandwidth), [.. hardware.Gpus.Select(gpu => new GpuJson(gpu.Name, gpu.MemoryBytes))]);
}

internal sealed record RecommendationJson(HardwareJson Hardware, IReadOnlyList<AdviceJson> Models);

internal sealed record BenchJson(string Model, double PromptTokensPerSecond, double? TokensPerSecond, double LoadSeconds, long? MemoryBytes)
{
    public static BenchJson Of(BenchResult result) => new(result.Model, result.PromptTokensPerSecond, result.TokensPerSecond, result.LoadSeconds, result.MemoryBytes);
}

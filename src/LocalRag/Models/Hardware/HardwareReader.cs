using System.Runtime.InteropServices;
using LocalRag.Models.Catalogue;

namespace LocalRag.Models.Hardware;

/// <summary>Reads the machine that this runs on.</summary>
public static class HardwareReader
{
    // macOS lets the graphics cores of Apple silicon use about two thirds of the memory.
    private const double AppleGpuShare = 0.66;

    /// <summary>Reads cores, memory, its measured bandwidth, and graphics cards. Takes about half a second.</summary>
    public static async Task<HardwareProfile> ReadAsync(ModelCatalog catalogue, CancellationToken cancellationToken = default)
    {
        var linux = OperatingSystem.IsLinux() ? new LinuxHardware("/") : null;
        var logical = Environment.ProcessorCount;
        var physical = Math.Clamp(linux?.PhysicalCores() ?? logical, 1, logical);
        if (linux?.CpuQuota() is { } quota) physical = Math.Clamp((int)Math.Ceiling(quota), 1, physical);
        var memory = linux?.MemoryBytes() ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var bandwidth = await Task.Run(() => MemoryBandwidth.Measure(physical), cancellationToken).ConfigureAwait(false);

        var gpus = new List<Gpu>();
        foreach (var (name, bytes) in await NvidiaGpus.ReadAsync(cancellationToken).ConfigureAwait(false))
            gpus.Add(new Gpu(name, bytes, catalogue.GpuBandwidth(name)));
        if (linux is not null)
            gpus.AddRange(linux.AmdGpus().Select(gpu => gpu with { Bandwidth = catalogue.GpuBandwidth(gpu.Name) }));
        if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            gpus.Add(new Gpu("Apple silicon", (long)(memory * AppleGpuShare), Math.Max(bandwidth, catalogue.GpuBandwidth("Apple M1") ?? 0), Shared: true));

        return new HardwareProfile { PhysicalCores = physical, LogicalCores = logical, MemoryBytes = memory, MemoryBandwidth = bandwidth, Gpus = gpus };
    }
}

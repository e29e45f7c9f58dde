using System.Globalization;

namespace LocalRag.Models.Hardware;

/// <summary>Reads a Linux machine from its own files, cgroup limits with them.</summary>
/// <param name="root">Where <c>/proc</c> and <c>/sys</c> are mounted.</param>
internal sealed class LinuxHardware(string root)
{
    private const string AmdVendor = "0x1002";

    /// <summary>The number of different cores among the online threads; null where the machine does not say.</summary>
    public int? PhysicalCores()
    {
        var folder = Path.Combine(root, "sys/devices/system/cpu");
        if (!Directory.Exists(folder)) return null;
        var cores = new HashSet<(string Package, string Core)>();
        foreach (var cpu in Directory.EnumerateDirectories(folder, "cpu*"))
        {
            if (Text(Path.Combine(cpu, "topology/core_id")) is { } core)
                cores.Add((Text(Path.Combine(cpu, "topology/physical_package_id")) ?? "", core));
        }

        return cores.Count > 0 ? cores.Count : null;
    }

    /// <summary>The machine's memory or a lower limit on it, in bytes; null where neither is told.</summary>
    public long? MemoryBytes()
    {
        long? least = null;
        if (Text(Path.Combine(root, "proc/meminfo")) is { } meminfo)
        {
            var total = meminfo.Split('\n').FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
            if (total is not null && Number(total.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) is { } kilobytes) least = kilobytes * 1024;
        }

        foreach (var limit in MemoryLimits())
            if (limit > 0 && (least is null || limit < least)) least = limit;
        return least;
    }

    /// <summary>Whole cores' worth of time that the process may use; null without a limit.</summary>
    public double? CpuQuota()
    {
        double? least = null;
        foreach (var folder in CgroupFolders())
        {
            if (Text(Path.Combine(folder, "cpu.max"))?.Split(' ') is not [var quota, var period]) continue;
            if (Number(quota) is { } microseconds && Number(period) is > 0 and { } of) least = Math.Min(least ?? double.MaxValue, (double)microseconds / of);
        }

        return least;
    }

    /// <summary>AMD's cards, whose driver tells their memory here. Nvidia's tells it through <c>nvidia-smi</c> alone.</summary>
    public IEnumerable<Gpu> AmdGpus()
    {
        var folder = Path.Combine(root, "sys/class/drm");
        if (!Directory.Exists(folder)) yield break;
        foreach (var card in Directory.EnumerateDirectories(folder, "card*").Order(StringComparer.Ordinal))
        {
            if (Text(Path.Combine(card, "device/vendor")) != AmdVendor || Text(Path.Combine(card, "device/mem_info_vram_total")) is not { } memory) continue;
            if (Number(memory) is { } bytes) yield return new Gpu(Text(Path.Combine(card, "device/product_name")) ?? "AMD graphics", bytes, Bandwidth: null);
        }
    }

    private IEnumerable<long> MemoryLimits()
    {
        foreach (var folder in CgroupFolders())
            if (Number(Text(Path.Combine(folder, "memory.max"))) is { } limit) yield return limit;
        if (Number(Text(Path.Combine(root, "sys/fs/cgroup/memory/memory.limit_in_bytes"))) is { } first) yield return first;
    }

    /// <summary>The process's own group and those around it: each may set a limit.</summary>
    private IEnumerable<string> CgroupFolders()
    {
        var mount = Path.Combine(root, "sys/fs/cgroup");
        var line = Text(Path.Combine(root, "proc/self/cgroup"))?.Split('\n').FirstOrDefault(group => group.StartsWith("0::/", StringComparison.Ordinal));
        for (var group = line?["0::/".Length..].Trim() ?? ""; group.Length > 0; group = Path.GetDirectoryName(group) ?? "")
            if (!group.Split('/').Contains("..")) yield return Path.Combine(mount, group);
        yield return mount;
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // These files come and go with kernels and drivers; what is not there is not known.
            return null;
        }
    }
}

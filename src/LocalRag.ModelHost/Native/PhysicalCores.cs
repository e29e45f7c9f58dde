using System.Runtime.InteropServices;

namespace LocalRag.ModelHost.Native;

/// <summary>Counts real cores: llama.cpp's threads spin, so a second one on a core slows both to a crawl.</summary>
internal static unsafe partial class PhysicalCores
{
    /// <summary>Cores that this process may use: not their siblings, within its affinity and its container's quota.</summary>
    public static int Count()
    {
        // .NET's count already is the smaller of affinity and quota, in logical processors.
        var allowed = Environment.ProcessorCount;
        var cores = OperatingSystem.IsLinux() ? Linux("/sys/devices/system/cpu", AllowedProcessors()) : OperatingSystem.IsMacOS() ? Mac() : OperatingSystem.IsWindows() ? Windows() : 0;
        return Math.Max(1, cores > 0 ? Math.Min(cores, allowed) : allowed);
    }

    /// <summary>Distinct sets of siblings among the allowed processors; 0 where the system does not say.</summary>
    internal static int Linux(string folder, IReadOnlySet<int>? allowed)
    {
        if (!Directory.Exists(folder))
            return 0;
        var cores = new HashSet<string>(StringComparer.Ordinal);
        foreach (var processor in Directory.EnumerateDirectories(folder, "cpu*"))
        {
            if (!int.TryParse(Path.GetFileName(processor).AsSpan(3), out var number) || (allowed is not null && !allowed.Contains(number)))
                continue;
            var siblings = Path.Combine(processor, "topology", "thread_siblings_list");
            if (File.Exists(siblings))
                cores.Add(File.ReadAllText(siblings).Trim());
        }

        return cores.Count;
    }

    /// <summary>Reads a list such as <c>0-3,8</c>.</summary>
    internal static HashSet<int> Ranges(string list)
    {
        var numbers = new HashSet<int>();
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (!int.TryParse(ends[0], out var first) || !int.TryParse(ends[^1], out var last))
                continue;
            for (var number = first; number <= Math.Min(last, 65_535); number++)
                numbers.Add(number);
        }

        return numbers;
    }

    private static HashSet<int>? AllowedProcessors()
    {
        const string Key = "Cpus_allowed_list:";
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
            return null;
        var line = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return line is null ? null : Ranges(line[Key.Length..]);
    }

    private static int Mac()
    {
        // Where cores differ, only the fast ones: the slow ones would be waited for at every step.
        foreach (var name in new[] { "hw.perflevel0.physicalcpu", "hw.physicalcpu" })
        {
            var value = 0;
            nuint size = sizeof(int);
            if (sysctlbyname(name, &value, &size, null, 0) == 0 && value > 0)
                return value;
        }

        return 0;
    }

    private static int Windows()
    {
        var size = 0u;
        _ = GetLogicalProcessorInformation(null, &size);
        if (size == 0)
            return 0;
        var entries = new ProcessorInformation[size / sizeof(ProcessorInformation)];
        fixed (ProcessorInformation* first = entries)
            return GetLogicalProcessorInformation(first, &size) == 0 ? 0 : entries.Count(entry => entry.Relationship == 0);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sysctlbyname(string name, void* value, nuint* size, void* newValue, nuint newSize);

    [LibraryImport("kernel32")]
    private static partial int GetLogicalProcessorInformation(ProcessorInformation* buffer, uint* size);

    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct ProcessorInformation
    {
        public nuint Mask;
        public int Relationship;
    }
}

using LocalRag.Models.Hardware;

namespace LocalRag.Tests.Models;

public sealed class LinuxHardwareTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Two_threads_of_one_core_are_one_core()
    {
        for (var cpu = 0; cpu < 8; cpu++)
        {
            _root.Write($"sys/devices/system/cpu/cpu{cpu}/topology/core_id", $"{cpu % 2}\n");
            _root.Write($"sys/devices/system/cpu/cpu{cpu}/topology/physical_package_id", $"{cpu / 4}\n");
        }

        _root.Write("sys/devices/system/cpu/cpufreq/boost", "1");
        Assert.Equal(4, new LinuxHardware(_root.Path).PhysicalCores());
    }

    [Theory]
    [InlineData("max", "max", 16_000_000L * 1024)]
    [InlineData("4294967296", "max", 4_294_967_296L)]
    [InlineData("max", "2147483648", 2_147_483_648L)]
    [InlineData("9223372036854771712", "max", 16_000_000L * 1024)]
    public void A_container_has_the_least_memory_that_any_group_around_it_allows(string own, string outer, long bytes)
    {
        _root.Write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:  5 kB\n");
        _root.Write("proc/self/cgroup", "0::/outer/own\n");
        _root.Write("sys/fs/cgroup/outer/own/memory.max", own + "\n");
        _root.Write("sys/fs/cgroup/outer/memory.max", outer + "\n");
        _root.Write("sys/fs/cgroup/outer/cpu.max", "150000 100000\n");
        _root.Write("sys/fs/cgroup/outer/own/cpu.max", "max 100000\n");
        var hardware = new LinuxHardware(_root.Path);
        Assert.Equal(bytes, hardware.MemoryBytes());
        Assert.Equal(1.5, hardware.CpuQuota());
    }

    [Fact]
    public void Cards_are_read_from_their_drivers()
    {
        _root.Write("sys/class/drm/card0/device/vendor", "0x1002\n");
        _root.Write("sys/class/drm/card0/device/mem_info_vram_total", "17163091968\n");
        _root.Write("sys/class/drm/card1/device/vendor", "0x8086\n");
        Assert.Equal(17_163_091_968, Assert.Single(new LinuxHardware(_root.Path).AmdGpus()).MemoryBytes);
        Assert.Equal(
            [("NVIDIA GeForce RTX 4090", 24_564L * 1024 * 1024), ("NVIDIA L4, in a box", 1024L * 1024)],
            NvidiaGpus.Parse("NVIDIA GeForce RTX 4090, 24564\nNVIDIA L4, in a box, 1\nNo devices were found\n"));
    }

    [Fact]
    public void A_machine_that_tells_nothing_is_not_known()
    {
        var hardware = new LinuxHardware(_root.Path);
        Assert.Null(hardware.PhysicalCores());
        Assert.Null(hardware.MemoryBytes());
        Assert.Null(hardware.CpuQuota());
        Assert.Empty(hardware.AmdGpus());
    }
}

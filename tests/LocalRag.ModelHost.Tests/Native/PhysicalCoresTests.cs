using LocalRag.ModelHost.Inference;
using LocalRag.ModelHost.Native;
using LocalRag.ModelHost.Tests.Hosting;

namespace LocalRag.ModelHost.Tests.Native;

public sealed class PhysicalCoresTests
{
    [Fact]
    public void Siblings_count_once_and_forbidden_processors_not_at_all()
    {
        using var folder = new TemporaryFolder();
        foreach (var (processor, siblings) in new[] { (0, "0,4"), (1, "1,5"), (2, "2,6"), (3, "3,7"), (4, "0,4"), (5, "1,5"), (6, "2,6"), (7, "3,7") })
        {
            Directory.CreateDirectory(folder[$"cpu{processor}/topology"]);
            File.WriteAllText(folder[$"cpu{processor}/topology/thread_siblings_list"], siblings + "\n");
        }

        Directory.CreateDirectory(folder["cpufreq"]);
        Assert.Equal(4, PhysicalCores.Linux(folder.Path, null));
        Assert.Equal(2, PhysicalCores.Linux(folder.Path, PhysicalCores.Ranges("0-1,4-5")));
        Assert.Equal(0, PhysicalCores.Linux(folder["none"], null));
    }

    [Fact]
    public void There_is_a_core_and_no_more_than_processors() => Assert.InRange(PhysicalCores.Count(), 1, Environment.ProcessorCount);

    [Theory]
    [InlineData(0.9, 0.9, 0.5, 0)]
    [InlineData(1.0, 0.5, 0.5, 1)]
    [InlineData(0.7, 0.5, 0.5, 0)]
    [InlineData(2.0, 0.0, 0.5, 4)]
    [InlineData(0.4, 0.5, 0.5, 0)]
    public void The_cores_that_others_had_are_counted_and_ours_are_not(double busy, double own, double elapsed, int others) =>
        Assert.Equal(others, ThreadChoice.Others(busy, own, elapsed));

    [Theory]
    [InlineData("cpu  100 20 30 4000 50 6 7 8 0 0", 1.63)]
    [InlineData("cpu  100 20", 1.2)]
    [InlineData("", 0)]
    public void Waiting_and_stolen_time_is_no_work(string times, double seconds) => Assert.Equal(seconds, ThreadChoice.BusySeconds(times), 6);
}

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
    [InlineData("0.20 0.18 0.12 3/80 11206", 2)]
    [InlineData("0.20 0.18 0.12 1/80 11206", 0)]
    [InlineData("", 0)]
    public void Others_that_run_are_counted(string load, int others) => Assert.Equal(others, ThreadChoice.Others(load));
}

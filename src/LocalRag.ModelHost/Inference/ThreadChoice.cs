using System.Diagnostics;
using System.Globalization;

namespace LocalRag.ModelHost.Inference;

/// <summary>
/// Chooses how many threads a step gets: one a physical core, fewer while other programs use the cores. llama.cpp's threads wait for each other
/// hundreds of times a step by spinning; where one of them has no core, all of them stand still until it gets one.
/// </summary>
internal sealed class ThreadChoice(int most, long modelBytes)
{
    /// <summary>Below this size of model, waiting for a second thread takes longer than its share of the work.</summary>
    private const long WorthSharing = 8 << 20;

    private const string Times = "/proc/stat";

    /// <summary>The kernel counts processors' time in hundredths of a second (USER_HZ).</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Long enough for those hundredths to tell something.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(300);

    /// <summary>What was so long ago says nothing of now.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // A container sees the machine's times and not its own, so they count only where both are the same.
    private static readonly bool SeesWholeMachine = File.Exists(Times) && Directory.Exists("/sys/devices/system/cpu") && Directory.GetDirectories("/sys/devices/system/cpu", "cpu?*").Count(IsProcessor) == Environment.ProcessorCount;

    private (long At, double Busy, TimeSpan Own) before;
    private int others;

    /// <summary>Threads for the next step.</summary>
    public int Now
    {
        get
        {
            if (most == 1 || modelBytes < WorthSharing)
                return 1;
            var elapsed = Stopwatch.GetElapsedTime(before.At);
            if (SeesWholeMachine && elapsed > Shortest)
            {
                var after = (At: Stopwatch.GetTimestamp(), Busy: BusySeconds(File.ReadLines(Times).First()), Own: Environment.CpuUsage.TotalTime);
                others = elapsed > Longest ? 0 : Others(after.Busy - before.Busy, (after.Own - before.Own).TotalSeconds, elapsed.TotalSeconds);
                before = after;
            }

            return Math.Max(1, most - others);
        }
    }

    /// <summary>Cores that other programs had in a span of time, to the nearest whole one.</summary>
    internal static int Others(double busy, double own, double elapsed) => (int)Math.Round(Math.Max(0, busy - own) / elapsed);

    /// <summary>Seconds for which processors have worked, from a line such as <c>cpu  user nice system idle iowait irq softirq steal …</c>.</summary>
    internal static double BusySeconds(string times)
    {
        var fields = times.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Fields 4, 5 and 8 are idle, waiting for a disk, and stolen by a machine above.
        return fields.Index().Where(field => field.Index is 1 or 2 or 3 or 6 or 7).Sum(field => double.TryParse(field.Item, CultureInfo.InvariantCulture, out var ticks) ? ticks : 0) / TicksPerSecond;
    }

    private static bool IsProcessor(string path) => int.TryParse(Path.GetFileName(path).AsSpan(3), out _);
}

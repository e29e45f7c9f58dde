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

    private const string Load = "/proc/loadavg";

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(200);
    private static readonly bool SeesWholeMachine = File.Exists(Load) && Directory.Exists("/sys/devices/system/cpu") && Directory.GetDirectories("/sys/devices/system/cpu", "cpu?*").Count(IsProcessor) == Environment.ProcessorCount;

    private long read;
    private int now;

    /// <summary>Threads for the next step.</summary>
    public int Now
    {
        get
        {
            if (most == 1 || modelBytes < WorthSharing)
                return 1;
            if (SeesWholeMachine && Stopwatch.GetElapsedTime(read) > Fresh)
            {
                // A container sees the machine's load and not its own, so this counts only where both are the same.
                now = Math.Clamp(most - Others(File.ReadAllText(Load)), 1, most);
                read = Stopwatch.GetTimestamp();
            }

            return now > 0 ? now : most;
        }
    }

    /// <summary>Threads that others have running or waiting for a core, from a line such as <c>0.20 0.18 0.12 3/80 11206</c>.</summary>
    internal static int Others(string load)
    {
        var fields = load.Split(' ');
        return fields.Length > 3 && int.TryParse(fields[3].Split('/')[0], CultureInfo.InvariantCulture, out var running) ? Math.Max(0, running - 1) : 0;
    }

    private static bool IsProcessor(string path) => int.TryParse(Path.GetFileName(path).AsSpan(3), out _);
}

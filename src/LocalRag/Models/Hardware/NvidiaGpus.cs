using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LocalRag.Models.Hardware;

/// <summary>Asks Nvidia's own tool for its cards: the driver tells nobody else without native code.</summary>
internal static class NvidiaGpus
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<(string Name, long MemoryBytes)>> ReadAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("nvidia-smi", ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start);
            if (process is null) return [];
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            try
            {
                var output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? Parse(output) : [];
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A driver that hangs is as good as none.
                process.Kill();
                return [];
            }
        }
        catch (Win32Exception)
        {
            // The tool is not there, so neither is a driver that could be used.
            return [];
        }
    }

    internal static IReadOnlyList<(string Name, long MemoryBytes)> Parse(string output)
    {
        var gpus = new List<(string, long)>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var comma = line.LastIndexOf(',');
            if (comma > 0 && long.TryParse(line.AsSpan(comma + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes))
                gpus.Add((line[..comma].Trim(), mebibytes * 1024 * 1024));
        }

        return gpus;
    }
}

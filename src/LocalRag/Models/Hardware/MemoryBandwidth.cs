using System.Diagnostics;
using System.Numerics.Tensors;

namespace LocalRag.Models.Hardware;

/// <summary>Measures how fast the cores read memory, in about a fifth of a second.</summary>
internal static class MemoryBandwidth
{
    // Far above any cache but the largest servers' share for one thread, and small beside any machine that runs a model.
    private const int BytesPerThread = 64 * 1024 * 1024;
    private const int Passes = 4;

    /// <summary>Gives bytes a second over all threads together, the best pass of a few.</summary>
    public static double Measure(int threads)
    {
        var best = 0.0;
        var buffers = new float[threads][];
        Parallel(threads, index =>
        {
            buffers[index] = GC.AllocateUninitializedArray<float>(BytesPerThread / sizeof(float));
            buffers[index].AsSpan().Fill(1f);
        });
        var sums = new float[threads];
        for (var pass = 0; pass < Passes; pass++)
        {
            var watch = Stopwatch.StartNew();
            Parallel(threads, index => sums[index] += TensorPrimitives.Sum<float>(buffers[index]));
            best = Math.Max(best, (double)threads * BytesPerThread / watch.Elapsed.TotalSeconds);
        }

        // Read, so that no compiler may leave the sums out.
        return sums[0] > 0 ? best : 0;
    }

    private static void Parallel(int threads, Action<int> work)
    {
        var workers = Enumerable.Range(0, threads).Select(index => new Thread(() => work(index)) { IsBackground = true }).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
    }
}

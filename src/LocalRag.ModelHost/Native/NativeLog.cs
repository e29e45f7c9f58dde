using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace LocalRag.ModelHost.Native;

/// <summary>Brings llama.cpp's log lines to this program's logger, and keeps the last complaints so that a failed load can say why.</summary>
internal static unsafe partial class NativeLog
{
    private const int Error = 4;
    private const int KeptComplaints = 8;

    private static readonly ConcurrentQueue<string> Complaints = new();
    private static ILogger? logger;

    /// <summary>Sets where lines go. Before that they are dropped.</summary>
    public static void SendTo(ILogger target) => logger = target;

    public static void Install()
    {
        Llama.llama_log_set(&Receive, null);
        Ggml.ggml_log_set(&Receive, null);
    }

    /// <summary>Forgets what was complained of before.</summary>
    public static void ClearComplaints() => Complaints.Clear();

    /// <summary>What was complained of since, as one line; empty where nothing was.</summary>
    public static string LastComplaints() => string.Join("; ", Complaints);

    [UnmanagedCallersOnly]
    private static void Receive(int level, byte* text, void* data)
    {
        // An exception must not reach native code, and a logger that is going down is no reason to die.
#pragma warning disable CA1031
        try
        {
            var line = NativeText.Read(text)?.Trim();
            if (string.IsNullOrEmpty(line))
                return;
            if (level == Error)
            {
                Complaints.Enqueue(line);
                while (Complaints.Count > KeptComplaints)
                    Complaints.TryDequeue(out _);
            }

            // Its warnings are mostly about a model's making, which nobody here can change, and its errors are often this host's normal refusals.
            if (logger is { } target)
                Line(target, level == Error ? LogLevel.Warning : LogLevel.Debug, line);
        }
        catch (Exception)
        {
            return;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Message = "{Line}")]
    private static partial void Line(ILogger logger, LogLevel level, string line);
}

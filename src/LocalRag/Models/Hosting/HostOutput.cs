using System.Diagnostics;

namespace LocalRag.Models.Hosting;

/// <summary>Takes what a host writes: the line that says it is ready, and its log, of which the last lines are kept for error messages.</summary>
internal sealed class HostOutput
{
    private const int KeptLines = 5;
    private const string ReadyMark = "ready ";

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();

    /// <summary>The last lines of the log; null where there are none.</summary>
    public string? Last
    {
        get
        {
            lock (_gate) return _last.Count > 0 ? string.Join(" / ", _last) : null;
        }
    }

    /// <summary>Reads both streams from now on. The task gives true once the host is ready, and false where it ends before.</summary>
    public Task<bool> ReadAsync(Process process)
    {
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                ready.TrySetResult(false);
            else if (line.Data.StartsWith(ReadyMark, StringComparison.Ordinal))
                ready.TrySetResult(true);
        };
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return ready.Task;
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_gate)
        {
            _last.Enqueue(line.Trim());
            while (_last.Count > KeptLines) _last.Dequeue();
        }
    }
}

using System.Diagnostics;

namespace LocalRag.Browser.Tests;

/// <summary>The real server as a process of its own, on a free port, with a home folder of its own.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _ownHome;

    private WebServer(Process process, string address, string home, bool ownsHome, TimeSpan readyAfter)
    {
        (_process, Address, Home, ReadyAfter) = (process, address, home, readyAfter);
        _ownHome = ownsHome ? home : null;
    }

    /// <summary>Ends with <c>/</c>.</summary>
    public string Address { get; }

    public string Home { get; }

    /// <summary>From the start of the process to the first page that was answered.</summary>
    public TimeSpan ReadyAfter { get; }

    /// <param name="home">The folder of indexes; null for a new one that goes with the server.</param>
    /// <param name="sample">What to index first.</param>
    /// <param name="port">0 for a free one.</param>
    public static async Task<WebServer> StartAsync(string? home = null, string? sample = null, int port = 0)
    {
        var folder = home ?? Directory.CreateTempSubdirectory("localrag-browser-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Checkout.ServerAssembly, "--port", $"{port}", "--Home", folder, "--Sample", sample ?? Checkout.Sample]) start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var output = new List<string>();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            lock (output) output.Add(line.Data);
            const string Mark = "LocalRag is at ";
            if (line.Data.IndexOf(Mark, StringComparison.Ordinal) is var at and >= 0) address.TrySetResult(line.Data[(at + Mark.Length)..line.Data.IndexOf(',', at)] + "/");
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            lock (output) output.Add(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The server ended: " + string.Join('\n', output)));
        var url = await address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(url))).EnsureSuccessStatusCode();
        return new WebServer(process, url, folder, home is null, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Waits until no run goes on and at least one source is there.</summary>
    public async Task WaitForIndexAsync()
    {
        using var client = new HttpClient();
        var until = Stopwatch.StartNew();
        while (until.Elapsed < TimeSpan.FromSeconds(90))
        {
            var status = await client.GetStringAsync(new Uri(Address + "api/status"));
            if (status.Contains("\"chunks\":", StringComparison.Ordinal) && !status.Contains("\"state\":\"running\"", StringComparison.Ordinal) && !status.Contains("\"state\":\"waiting\"", StringComparison.Ordinal) && !status.Contains("\"sources\":[]", StringComparison.Ordinal)) return;
            await Task.Delay(50);
        }

        throw new TimeoutException("The sample was not indexed within 90 s.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_ownHome is not null) Directory.Delete(_ownHome, recursive: true);
    }
}

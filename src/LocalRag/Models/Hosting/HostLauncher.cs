using System.ComponentModel;
using System.Diagnostics;

namespace LocalRag.Models.Hosting;

/// <summary>
/// Connects to the model host, starting it where nobody listens. Two programs that start it at once do not race: the one that holds the lock file
/// starts it, the other waits and finds it there.
/// </summary>
internal sealed class HostLauncher(HostAddress address, Func<ProcessStartInfo> start)
{
    // Loading llama.cpp takes a tenth of this on a slow disk.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(25);

    private readonly HostOutput _output = new();

    /// <summary>The last lines that the host wrote to its log, if this program started it.</summary>
    public string? LastWords => _output.Last;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="ModelException">The host cannot be started; the message says what it said.</exception>
    public async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        if (await TryConnectAsync(cancellationToken).ConfigureAwait(false) is { } running) return running;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        try
        {
            address.PrepareFolder();
            await using var held = await LockAsync(limit.Token).ConfigureAwait(false);
            if (await TryConnectAsync(limit.Token).ConfigureAwait(false) is { } started) return started;
            await StartAsync(limit.Token).ConfigureAwait(false);
            return await address.ConnectAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelException(ModelError.Unreachable, $"The model host did not become ready within {StartTimeout.TotalSeconds:0} seconds.{Said()}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new ModelException(ModelError.Unreachable, $"The model host cannot be started: {error.Message}{Said()}", error);
        }
    }

    private async Task<Stream?> TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await address.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(address.StartLockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(address.StartLockPath))
            {
                await Task.Delay(LockPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        // Not disposed with us: the host goes on, and what it writes has to be taken from it as long as we live.
        var process = Process.Start(start()) ?? throw new IOException("the system gave no process");
        process.StandardInput.Close();
        var ready = _output.ReadAsync(process);
        await ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!await ready.ConfigureAwait(false))
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            throw new IOException($"it ended with code {process.ExitCode}.");
        }
    }

    private string Said() => _output.Last is { } last ? $" It said: {last}" : "";
}

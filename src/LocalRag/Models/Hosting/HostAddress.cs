using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace LocalRag.Models.Hosting;

/// <summary>
/// Where the model host of this user listens: a Unix socket in a folder that only this user can enter, or on Windows a pipe of this user's.
/// One a home folder, so that every program that shares the folder shares the host.
/// </summary>
internal sealed record HostAddress(string? SocketPath, string? PipeName)
{
    // Linux has 108 bytes for the path with its ending zero, macOS 104, and the host puts ".state.json.new" behind it for its own files alone.
    private const int LongestSocketPath = 100;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static HostAddress Of(string home)
    {
        var full = Path.GetFullPath(home);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..12];
        if (OperatingSystem.IsWindows()) return new HostAddress(null, $"localrag-{Environment.UserName}-{name}");
        var socket = Path.Combine(full, "run", "host.sock");
        return Encoding.UTF8.GetByteCount(socket) <= LongestSocketPath
            ? new HostAddress(socket, null)
            : new HostAddress(Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? Path.GetTempPath(), $"localrag-{Environment.UserName}", $"{name}.sock"), null);
    }

    /// <summary>The argument that tells the host.</summary>
    public IReadOnlyList<string> Arguments => SocketPath is not null ? ["--socket", SocketPath] : ["--pipe", PipeName!];

    /// <summary>The file that a starter of the host holds while it starts it.</summary>
    public string StartLockPath => SocketPath is not null ? SocketPath + ".start" : Path.Combine(Path.GetTempPath(), PipeName + ".start");

    /// <summary>Makes the socket's folder for this user alone, and sees that it is so.</summary>
    /// <exception cref="ModelException">Somebody else can enter it.</exception>
    public void PrepareFolder()
    {
        if (SocketPath is null || OperatingSystem.IsWindows()) return;
        var folder = Path.GetDirectoryName(SocketPath)!;
        Directory.CreateDirectory(folder, OwnerOnly);
        // A folder that another user laid out in a shared place could not be entered with this mode, so the lock file that is made next tells it.
        if (File.GetUnixFileMode(folder) != OwnerOnly)
            throw new ModelException(ModelError.Failed, $"The folder '{Path.GetFileName(folder)}' of the model host's socket can be entered by others. Set its mode to 0700, or remove it.");
    }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody listens.</exception>
    public async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        if (SocketPath is null)
        {
            var pipe = new NamedPipeClientStream(".", PipeName!, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            try
            {
                await pipe.ConnectAsync(TimeSpan.FromMilliseconds(500), cancellationToken).ConfigureAwait(false);
                return pipe;
            }
            catch (Exception error)
            {
                await pipe.DisposeAsync().ConfigureAwait(false);
                throw error is TimeoutException ? new IOException("Nobody listens on the pipe.", error) : error;
            }
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception error)
        {
            socket.Dispose();
            throw error is SocketException ? new IOException("Nobody listens on the socket.", error) : error;
        }
    }
}

using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Hosting;

/// <summary>Holds a socket's place for one host: a lock on a file beside it, which the system lets go of however the host ends.</summary>
internal sealed class SocketLock : IDisposable
{
    private readonly FileStream file;

    private SocketLock(FileStream file) => this.file = file;

    /// <summary>Takes the place: makes the folder, for this user alone where it is new, and removes what an earlier host left. Null where another host has it.</summary>
    public static SocketLock? TryTake(string socket)
    {
        NativeEnvironment.KeepFilesPrivate();
        var folder = Path.GetDirectoryName(socket)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var file = new FileStream(socket + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.Delete(socket);
            return new SocketLock(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}

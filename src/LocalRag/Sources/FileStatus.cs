using System.Runtime.InteropServices;
using System.Text;

namespace LocalRag.Sources;

/// <summary>What the system tells of a file without opening it.</summary>
/// <param name="IsLink">True for a symbolic link.</param>
/// <param name="IsPlain">False for links, and for pipes, sockets and devices, which git does not list and nobody should open.</param>
/// <param name="Size">In bytes.</param>
/// <param name="LastChangeTicks">
/// UTC, in ticks of 100 ns: the time of the last write or, where the system tells that and it is later, of the last change of any kind.
/// Programs set the former as they like (<c>touch -r</c>, <c>cp -p</c>, archives, reproducible builds), the latter nobody can.
/// </param>
/// <param name="Identity">What another file or folder at the same path has otherwise: its number and, where the system keeps that, the time of its making.</param>
internal readonly partial record struct FileStatus(bool IsLink, bool IsPlain, long Size, long LastChangeTicks, (ulong Number, long MadeTicks) Identity)
{
    // statx(2): one layout on every architecture, and no file descriptor for AT_FDCWD.
    private const int Length = 256;
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicStatusAndMaking = 0xfff;
    private const uint Making = 0x800;
    private const int ModeAt = 28;
    private const int NumberAt = 32;
    private const int SizeAt = 40;
    private const int MadeAt = 80;
    private const int ChangedAt = 96;
    private const int WrittenAt = 112;
    private const int FormatBits = 0xF000;
    private const int PlainFormat = 0x8000;
    private const int LinkFormat = 0xA000;

    private static volatile bool _hasStatx = OperatingSystem.IsLinux();

    /// <summary>True where <see cref="Read"/> can tell.</summary>
    public static bool IsTold => _hasStatx;

    /// <summary>Reads a file's status; a link's own, not that of what it points to.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="name">Of the file, or its path from there.</param>
    /// <returns>Null where it is gone, or where only the framework can tell.</returns>
    public static FileStatus? Read(ReadOnlySpan<char> folder, ReadOnlySpan<char> name)
    {
        if (!_hasStatx) return null;
        var longest = Encoding.UTF8.GetMaxByteCount(folder.Length + name.Length) + 2;
        Span<byte> path = longest <= 1024 ? stackalloc byte[1024] : new byte[longest];
        var end = Encoding.UTF8.GetBytes(folder, path);
        path[end++] = (byte)'/';
        end += Encoding.UTF8.GetBytes(name, path[end..]);
        path[end] = 0;
        Span<byte> status = stackalloc byte[Length];
        try
        {
            if (Statx(CurrentFolder, ref MemoryMarshal.GetReference(path), DoNotFollow, BasicStatusAndMaking, ref MemoryMarshal.GetReference(status)) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            _hasStatx = false;
            return null;
        }

        var format = BitConverter.ToUInt16(status[ModeAt..]) & FormatBits;
        return new(
            format == LinkFormat,
            format == PlainFormat,
            BitConverter.ToInt64(status[SizeAt..]),
            Math.Max(Ticks(status[ChangedAt..]), Ticks(status[WrittenAt..])),
            (BitConverter.ToUInt64(status[NumberAt..]), (BitConverter.ToUInt32(status) & Making) == 0 ? 0 : Ticks(status[MadeAt..])));
    }

    private static long Ticks(ReadOnlySpan<byte> time) =>
        DateTime.UnixEpoch.Ticks + (BitConverter.ToInt64(time) * TimeSpan.TicksPerSecond) + (BitConverter.ToUInt32(time[8..]) / TimeSpan.NanosecondsPerTick);

    /// <summary>What the framework tells, where <see cref="Read"/> cannot; nothing of a file that is gone.</summary>
    public static FileStatus Of(FileSystemInfo info)
    {
        if (!info.Exists) return default;
        return info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? new(true, false, 0, 0, default) : new(false, info is FileInfo, (info as FileInfo)?.Length ?? 0, info.LastWriteTimeUtc.Ticks, (0, info.CreationTimeUtc.Ticks));
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Statx(int folder, ref byte path, int flags, uint mask, ref byte status);
}

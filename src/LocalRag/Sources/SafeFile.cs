namespace LocalRag.Sources;

/// <summary>
/// Opens files that anybody may have put there. Devices, pipes and sockets have no size, so a file without size is never opened:
/// to open a pipe would wait for its writer for ever.
/// </summary>
internal static class SafeFile
{
    /// <summary>Reads a small settings file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Larger files are taken as missing.</param>
    /// <param name="followLink">False takes a symbolic link as missing.</param>
    /// <returns>Null where it is missing, too large, no plain file, or may not be read.</returns>
    public static byte[]? TryReadAll(string path, int maxBytes, bool followLink)
    {
        try
        {
            FileSystemInfo info = new FileInfo(path);
            if ((info.Attributes & FileAttributes.ReparsePoint) != 0)
            {
                if (!followLink || info.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo target) return null;
                info = target;
            }

            if (info is not FileInfo { Exists: true } file || file.Length > maxBytes) return null;
            if (file.Length == 0) return [];
            var buffer = new byte[file.Length];
            using var handle = File.OpenHandle(file.FullName);
            var length = Fill(handle, buffer);
            return length == buffer.Length ? buffer : buffer[..length];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads up to the buffer's length; fewer where the file ends before.</summary>
    public static int Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[total..], total);
            if (read == 0) break;
            total += read;
        }

        return total;
    }
}

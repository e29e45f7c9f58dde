using System.Buffers;
using LocalRag.Documents;
using Microsoft.Win32.SafeHandles;

namespace LocalRag.Sources;

/// <summary>
/// Reads a listed file. No part of its path below the root may be a symbolic link, which is looked at before the file is opened and,
/// where the system tells, at the open file again: a link put there in between is not followed either.
/// </summary>
internal static class FileReader
{
    private const string Link = "symbolic link";

    /// <param name="root">The root with links resolved, as <see cref="SourceListing.Root"/> gives it.</param>
    /// <param name="file">The file as it was listed; it may have changed since.</param>
    /// <param name="options">The size limit.</param>
    public static ReadResult Read(string root, SourceFile file, SourceOptions options)
    {
        byte[]? buffer = null;
        try
        {
            if (file.Path.Split('/').Any(part => part is "" or "." or "..") || (OperatingSystem.IsWindows() && file.Path.AsSpan().ContainsAny('\\', ':'))) return new(null, null, "its path leads out of the root");
            var path = Path.Combine(root, file.Path);
            if (HasLink(root, file.Path)) return Skip(file, Link);
            var info = new FileInfo(path);
            if (!info.Exists) return new(null, null, "it is gone, or is no plain file any more");
            if (info.Length > options.MaxFileBytes) return Skip(file, TooLarge(options));
            if (info.Length == 0) return Skip(file, "empty");

            // One byte more than was seen, so that a file that grows meanwhile is noticed rather than cut.
            buffer = ArrayPool<byte>.Shared.Rent((int)info.Length + 1);
            int length;
            using (var handle = File.OpenHandle(path))
            {
                if (LeadsElsewhere(handle, path)) return Skip(file, Link);
                length = SafeFile.Fill(handle, buffer.AsSpan(0, (int)info.Length + 1));
            }

            if (length > info.Length) return new(null, null, "it is being written; the next run reads it");
            var content = buffer.AsSpan(0, length);
            var language = Languages.Of(file.Path);
            if (ContentRules.Of(content, language) is { } reason) return Skip(file, reason);
            return new(new SourceDocument(file.Path, language, TextDecoding.Decode(content), ContentHash.Of(content)), null, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(null, null, exception is UnauthorizedAccessException ? "it may not be read: permission denied" : $"it could not be read ({exception.GetType().Name})");
        }
        finally
        {
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The reason that names the limit and its setting.</summary>
    public static string TooLarge(SourceOptions options) =>
        FormattableString.Invariant($"larger than {options.MaxFileBytes / (1024.0 * 1024.0):0.##} MB (Sources:MaxFileBytes)");

    private static ReadResult Skip(SourceFile file, string reason) => new(null, new SkippedFile(file.Path, reason), null);

    private static bool HasLink(string root, string relativePath)
    {
        for (var slash = 0; slash >= 0;)
        {
            slash = relativePath.IndexOf('/', slash + 1);
            var part = Path.Combine(root, slash < 0 ? relativePath : relativePath[..slash]);
            // Missing files have no such attribute and all others at once: the reading that follows tells what is wrong.
            var attributes = new FileInfo(part).Attributes;
            if (attributes != (FileAttributes)(-1) && attributes.HasFlag(FileAttributes.ReparsePoint)) return true;
        }

        return false;
    }

    private static bool LeadsElsewhere(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var opened = new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;
        return opened is not null && opened != path && !opened.EndsWith(" (deleted)", StringComparison.Ordinal);
    }
}

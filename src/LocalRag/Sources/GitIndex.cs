using System.Buffers.Binary;
using System.Text;

namespace LocalRag.Sources;

/// <summary>
/// Reads from git's index file (gitformat-index(5), versions 2 to 4) which files are tracked, in a millisecond and without starting git.
/// A split index is git's own business: for it the answer is null, and git is to be asked. What a sparse index folds up is not checked out,
/// and what a sparse checkout leaves out counts where it is there all the same, as with git.
/// </summary>
internal static class GitIndex
{
    private const int MaxBytes = 512 * 1024 * 1024;
    private const int BytesBeforeName = 40;

    /// <param name="header">The entry's bytes up to and with the object's name.</param>
    /// <param name="path">Relative to the prefix, as UTF-8.</param>
    /// <param name="isLeftOut">True where a sparse checkout leaves it out, or somebody told git to look past what he did to it (skip-worktree).</param>
    private delegate void Visitor(ReadOnlySpan<byte> header, ReadOnlySpan<byte> path, GitEntryKind kind, bool isLeftOut);

    /// <summary>Gives the wanted files, links and submodules that are tracked; null where the index cannot be read.</summary>
    /// <param name="repository">The working tree whose index is read.</param>
    /// <param name="prefix">What stands before the paths in the working tree; empty or ending in <c>/</c>.</param>
    /// <param name="isWanted">Is asked for each path, relative to the prefix.</param>
    public static List<GitEntry>? Tracked(GitRepository repository, string prefix, Func<string, bool> isWanted)
    {
        var tracked = new List<GitEntry>();
        var folder = "";
        var isFolderThere = true;
        return Visit(repository, prefix, (_, path, kind, isLeftOut) =>
        {
            var entry = new GitEntry(Encoding.UTF8.GetString(path), kind);
            if ((tracked.Count == 0 || tracked[^1].Path != entry.Path) && (!isLeftOut || (!GitWalk.LeadsOut(entry.Path) && IsThere(entry.Path))) && isWanted(entry.Path)) tracked.Add(entry);
        }) ? tracked : null;

        // The index is in order, so that a folder that is not checked out is looked for once.
        bool IsThere(string path)
        {
            if (path[..(path.LastIndexOf('/') + 1)] is var own && own != folder) (folder, isFolderThere) = (own, Directory.Exists(Path.Combine(repository.WorkTree, prefix + own)));
            return isFolderThere && Path.Exists(Path.Combine(repository.WorkTree, prefix + path));
        }
    }

    /// <summary>Gives what git noted of the wanted plain files when it last saw them as it knows them; null where the index cannot be read.</summary>
    public static Dictionary<string, GitIndexEntry>? Entries(GitRepository repository, string prefix, IReadOnlySet<string> wanted)
    {
        var entries = new Dictionary<string, GitIndexEntry>(StringComparer.Ordinal);
        // A few are wanted of many, and to make a string of each path would take most of the time.
        var lengths = wanted.Select(Encoding.UTF8.GetByteCount).ToHashSet();
        return Visit(repository, prefix, (header, path, kind, _) =>
        {
            if (kind != GitEntryKind.Tracked || !lengths.Contains(path.Length) || Encoding.UTF8.GetString(path) is not { } name || !wanted.Contains(name)) return;
            // Where git noted no change but the write alone, the content will have to tell.
            var ticks = OperatingSystem.IsLinux() ? Math.Max(Ticks(header), Ticks(header[8..])) : Ticks(header[8..]);
            entries[name] = new GitIndexEntry(BinaryPrimitives.ReadUInt32BigEndian(header[36..]), ticks, Convert.ToHexStringLower(header[BytesBeforeName..]));
        }) ? entries : null;
    }

    private static long Ticks(ReadOnlySpan<byte> time) =>
        DateTime.UnixEpoch.Ticks + (BinaryPrimitives.ReadUInt32BigEndian(time) * TimeSpan.TicksPerSecond) + (BinaryPrimitives.ReadUInt32BigEndian(time[4..]) / TimeSpan.NanosecondsPerTick);

    private static bool Visit(GitRepository repository, string prefix, Visitor visit)
    {
        if (SafeFile.TryReadAll(Path.Combine(repository.GitFolder, "index"), MaxBytes, followLink: true) is not { } file) return false;
        // An index names objects as the repository does; a commit's name tells how long those names are.
        var nameLength = repository.ReadHead().Commit?.Length / 2 ?? 20;
        try
        {
            return Read(file, nameLength, Encoding.UTF8.GetBytes(prefix), visit);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // Cut short, or names longer than any system has.
            return false;
        }
    }

    private static bool Read(ReadOnlySpan<byte> file, int nameLength, ReadOnlySpan<byte> prefix, Visitor visit)
    {
        if (!file.StartsWith("DIRC"u8)) return false;
        var version = BinaryPrimitives.ReadUInt32BigEndian(file[4..]);
        var count = BinaryPrimitives.ReadUInt32BigEndian(file[8..]);
        if (version is < 2 or > 4) return false;
        var rest = file[12..];
        Span<byte> path = new byte[4096];
        var length = 0;
        for (var i = 0u; i < count; i++)
        {
            var mode = BinaryPrimitives.ReadUInt32BigEndian(rest[24..]);
            var flags = BinaryPrimitives.ReadUInt16BigEndian(rest[(BytesBeforeName + nameLength)..]);
            var header = rest[..(BytesBeforeName + nameLength)];
            var isExtended = (flags & 0x4000) != 0;
            var isLeftOut = isExtended && (BinaryPrimitives.ReadUInt16BigEndian(rest[(BytesBeforeName + nameLength + 2)..]) & 0x4000) != 0;
            var start = BytesBeforeName + nameLength + 2 + (isExtended ? 2 : 0);
            if (version == 4)
            {
                length -= ReadOffset(rest, ref start);
            }
            else
            {
                length = 0;
            }

            var suffix = rest[start..];
            var end = suffix.IndexOf((byte)0);
            suffix = suffix[..end];
            suffix.CopyTo(path[length..]);
            length += end;
            rest = rest[(version == 4 ? start + end + 1 : (start + end + 8) & ~7)..];

            var kind = (mode & 0xF000) switch { 0xE000 => GitEntryKind.Submodule, 0xA000 => GitEntryKind.Link, _ => GitEntryKind.Tracked };
            if ((mode & 0xF000) is 0x8000 or 0xA000 or 0xE000 && path[..length].StartsWith(prefix))
            {
                visit(header, path[prefix.Length..length], kind, isLeftOut);
            }
        }

        return !rest.StartsWith("link"u8);
    }

    // A variable-length number of seven bits a byte, each but the last raised by one (gitformat-pack(5), "offset encoding").
    private static int ReadOffset(ReadOnlySpan<byte> data, ref int position)
    {
        var value = data[position] & 127L;
        while ((data[position++] & 128) != 0) value = ((value + 1) << 7) | (data[position] & 127L);
        return checked((int)Math.Min(value, int.MaxValue));
    }
}

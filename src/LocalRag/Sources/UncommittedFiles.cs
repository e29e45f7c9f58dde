using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalRag.Sources;

/// <summary>
/// Tells which files differ from the commit that is checked out. What is staged is git's to say, from its index and the commit alone;
/// whether a file is what is staged we see by size and time, and where they differ by its content's name, so that no filter is run.
/// </summary>
internal sealed class UncommittedFiles
{
    private readonly SourceRoot _root;
    private readonly GitRepository _repository;
    private readonly HashSet<string>? _staged;
    private readonly IReadOnlyList<(string Folder, UncommittedFiles Files)> _submodules;
    private readonly string _stamp;

    private UncommittedFiles(SourceRoot root, GitRepository repository, HashSet<string>? staged, IReadOnlyList<(string, UncommittedFiles)> submodules, string stamp) =>
        (_root, _repository, _staged, _submodules, _stamp) = (root, repository, staged, submodules, stamp);

    /// <summary>False where something was staged or committed in a submodule since; what happens in the repository itself the caller sees.</summary>
    public bool IsCurrent => _submodules.All(submodule => submodule.Files._stamp == submodule.Files._repository.ReadStamp() && submodule.Files.IsCurrent);

    /// <summary>Asks git what is staged; the answer holds until the head or the index changes.</summary>
    /// <returns>Null where the root is in no working tree or git cannot be asked.</returns>
    public static UncommittedFiles? Open(string folder, SourceOptions options, CancellationToken cancellationToken)
    {
        if (!options.UseGit) return null;
        try
        {
            var root = SourceRoot.Open(folder, options);
            if (root.Repository is not { } repository) return null;
            var stamp = repository.ReadStamp();
            var submodules = new List<(string, UncommittedFiles)>();
            foreach (var submodule in options.Submodules ? Submodules.In(root, repository) : [])
                if (Open(Path.Combine(root.Path, submodule), options, cancellationToken) is { } files) submodules.Add((submodule + "/", files));
            return new UncommittedFiles(root, repository, repository.ReadHead().Commit is { } commit ? repository.Staged(root.Path, commit, cancellationToken) : null, submodules, stamp);
        }
        catch (SourceException)
        {
            // To say nothing of a file is right where nobody can tell.
            return null;
        }
    }

    /// <summary>Gives those of the files that differ from the commit; null where git's index cannot be read.</summary>
    /// <param name="files">With their sizes and times now.</param>
    /// <param name="options">The size above which a file is not read and counts as different.</param>
    public IReadOnlySet<string>? Among(IReadOnlyCollection<SourceFile> files, SourceOptions options)
    {
        if (files.Count == 0) return new HashSet<string>();
        if (_submodules.Count > 0) return AmongSubmodules(files, options);
        return AmongOwn(files, options);
    }

    /// <summary>A submodule's files are measured by the commit that is checked out in it.</summary>
    private HashSet<string>? AmongSubmodules(IReadOnlyCollection<SourceFile> files, SourceOptions options)
    {
        var uncommitted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (folder, own) in _submodules.Append(("", this)))
        {
            var there = files.Where(file => folder.Length > 0 ? file.Path.StartsWith(folder, StringComparison.Ordinal) : !_submodules.Any(submodule => file.Path.StartsWith(submodule.Folder, StringComparison.Ordinal)))
                .Select(file => file with { Path = file.Path[folder.Length..] }).ToList();
            if (there.Count == 0) continue;
            if ((folder.Length > 0 ? own.Among(there, options) : AmongOwn(there, options)) is not { } found) return null;
            uncommitted.UnionWith(found.Select(path => folder + path));
        }

        return uncommitted;
    }

    private HashSet<string>? AmongOwn(IReadOnlyCollection<SourceFile> files, SourceOptions options)
    {
        if (_staged is null) return files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (GitIndex.Entries(_repository, _root.Prefix, files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal)) is not { } entries) return null;
        var indexed = File.GetLastWriteTimeUtc(Path.Combine(_repository.GitFolder, "index")).Ticks;
        return files.Where(file => _staged.Contains(file.Path) || !entries.TryGetValue(file.Path, out var entry) || IsOther(file, entry, indexed, options))
            .Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
    }

    private bool IsOther(SourceFile file, GitIndexEntry entry, long indexed, SourceOptions options)
    {
        // What was written as late as the index itself may have been written again since, at the same time and size.
        if (entry.Size == (uint)file.Size && entry.LastChangeTicks == file.LastChangeTicks && entry.LastChangeTicks < indexed) return false;
        if (SafeFile.TryReadAll(Path.Combine(_root.Path, file.Path), (int)options.MaxFileBytes, followLink: false) is not { } content) return true;
        return NameOf(content, entry.ObjectName.Length) != entry.ObjectName && NameOf(WithoutCarriageReturns(content), entry.ObjectName.Length) != entry.ObjectName;
    }

    /// <summary>A checkout may have put carriage returns in (core.autocrlf), which are no change.</summary>
    private static byte[] WithoutCarriageReturns(byte[] content) => [.. content.Where((value, i) => value != '\r' || i + 1 == content.Length || content[i + 1] != '\n')];

    private static string NameOf(byte[] content, int length)
    {
        byte[] blob = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")), .. content];
#pragma warning disable CA5350 // Git's own name for content in most repositories; nothing here relies on its strength.
        return Convert.ToHexStringLower(length == SHA1.HashSizeInBytes * 2 ? SHA1.HashData(blob) : SHA256.HashData(blob));
#pragma warning restore CA5350
    }
}

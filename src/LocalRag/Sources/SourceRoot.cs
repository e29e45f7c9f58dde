using System.Text;
using LocalRag.Documents;

namespace LocalRag.Sources;

/// <summary>A folder that is to be listed: where it is, the working tree it is in, and the ignore rules that reach it from above.</summary>
internal sealed class SourceRoot
{
    public const string OtherLanguage = "of a language that " + SourceSettings.FileName + " does not name";
    public const string Submodule = "a submodule";
    public const string GitFolder = "git's own folder";
    public const string OwnHome = "LocalRag's own folder";
    public const string NotReadable = "may not be read";
    public const string OwnRepository = "a repository of its own";
    public const string Link = "symbolic link";
    public const string BadName = "its name is not valid UTF-8";

    private readonly string _top;

    private SourceRoot(string path, GitRepository? repository)
    {
        Path = path;
        Repository = repository;
        _top = repository?.WorkTree ?? path;
        Prefix = path == _top ? "" : path[(_top.Length + (_top.EndsWith('/') ? 0 : 1))..].Replace('\\', '/') + "/";
    }

    /// <summary>The folder with links resolved.</summary>
    public string Path { get; }

    /// <summary>The working tree that the folder is in; null where there is none, or where its rules ignore the folder itself.</summary>
    public GitRepository? Repository { get; }

    /// <summary>What stands before a path of the root in a path of the working tree; empty or ending in <c>/</c>.</summary>
    public string Prefix { get; }

    /// <summary>Git's rules from above the root's own ignore file.</summary>
    public IgnoreRules GitRules { get; private set; } = IgnoreRules.None(false);

    /// <summary>The rules of <see cref="IgnoreFile.Own"/> from above the root's own.</summary>
    public IgnoreRules OwnRules { get; private set; } = IgnoreRules.None(false);

    /// <summary>What the folder's own settings say.</summary>
    public SourceSettings Settings { get; private set; } = SourceSettings.None;

    /// <summary>Why a file is left out that the rules of <see cref="OwnRules"/> name.</summary>
    public string NamedInOwn => Settings.Exclude.Length == 0 ? $"named in {IgnoreFile.Own}" : $"named in {IgnoreFile.Own} or {SourceSettings.FileName}";

    /// <summary>Finds what holds for a folder.</summary>
    /// <param name="folder">Absolute, or relative to the current folder.</param>
    /// <param name="options">Where git's settings are.</param>
    /// <exception cref="SourceException">It is not there, or holds a repository without a working tree.</exception>
    public static SourceRoot Open(string folder, SourceOptions options)
    {
        var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        if (!Directory.Exists(path)) throw new SourceException($"There is no folder {folder}; name one that is there.");
        path = Resolved(path);
        if (!GitRepository.IsTop(path) && GitRepository.IsGitFolder(path))
            throw new SourceException($"{folder} is a git repository without a working tree; clone it and index the clone.");
        var repository = GitRepository.Find(path, options);
        var root = new SourceRoot(path, repository);
        if (!root.ReadOuterRules(options) && repository is not null)
        {
            // The user names a folder that its repository ignores: it is meant, so it is taken as a folder of its own.
            root = new SourceRoot(path, null);
            root.ReadOuterRules(options);
        }

        root.Settings = SourceSettings.Read(path);
        if (root.Settings.Exclude.Length > 0)
            root.OwnRules = root.OwnRules.With(Encoding.UTF8.GetBytes(root.Settings.Exclude), Encoding.UTF8.GetBytes(root.Prefix.TrimEnd('/')));
        return root;
    }

    /// <summary>Adds the ignore file of a folder.</summary>
    /// <param name="rules">The rules from above.</param>
    /// <param name="folder">Relative to the root, ending in <c>/</c> or empty.</param>
    /// <param name="fileName">The ignore file's name.</param>
    public IgnoreRules WithIgnoreFile(IgnoreRules rules, string folder, string fileName) => WithIgnoreFileAt(rules, Prefix + folder, fileName);

    /// <summary>Gives why a file is left out without being read; null where it is not.</summary>
    public string? ReasonOf(ReadOnlySpan<char> name, long size, bool isLink, SourceOptions options)
    {
        if (isLink) return Link;
        if (name.Contains('\uFFFD')) return BadName;
        if (NameRules.OfFile(name) is { } reason) return reason;
        if (size > options.MaxFileBytes) return FileReader.TooLarge(options);
        return Settings.Languages is { } languages && !languages.Contains(Languages.Of(name.ToString())) ? OtherLanguage : null;
    }

    /// <summary>Gives why a folder is left out whole by its name or place; null where it is not.</summary>
    /// <param name="path">Relative to the root, with <c>/</c>.</param>
    public string? ReasonOfFolder(string path, SourceOptions options)
    {
        if (path.Contains('\uFFFD')) return BadName;
        return options.Home is { } home && home == System.IO.Path.Combine(Path, path) ? OwnHome : NameRules.OfFolder(path);
    }

    /// <summary>An absolute path with every link in it resolved; as it stands from where it leads nowhere.</summary>
    public static string Resolved(string path)
    {
        // Every part may be a link; the innermost are resolved last, against what the outer ones became.
        var resolved = System.IO.Path.GetPathRoot(path)!;
        foreach (var part in path[resolved.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(System.IO.Path.Combine(resolved, part));
            resolved = next.LinkTarget is null ? next.FullName : Resolved(next.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }

        return resolved;
    }

    /// <summary>False where the names in a folder can be seen, and nothing of what they stand for.</summary>
    public static bool MayBeEntered(string folder) => FileStatus.Read(folder, ".") is not null || !FileStatus.IsTold;

    /// <summary>False where a folder is there and its names or its files cannot be seen.</summary>
    public static bool MayBeRead(string folder)
    {
        try
        {
            using var names = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            return !names.MoveNext() || MayBeEntered(folder);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            // It is gone with what it held.
            return true;
        }
    }

    private bool ReadOuterRules(SourceOptions options)
    {
        GitRules = Repository?.OuterRules() ?? GitRepository.OuterRules(options.Environment, _top, null);
        for (var end = 0; end < Prefix.Length;)
        {
            GitRules = WithIgnoreFileAt(GitRules, Prefix[..end], IgnoreFile.Git);
            OwnRules = WithIgnoreFileAt(OwnRules, Prefix[..end], IgnoreFile.Own);
            end = Prefix.IndexOf('/', end) + 1;
            if (GitRules.IsIgnored(Encoding.UTF8.GetBytes(Prefix[..(end - 1)]), isFolder: true)) return false;
        }

        return true;
    }

    // As with git, an ignore file that is a link is not followed: it may lead anywhere.
    private IgnoreRules WithIgnoreFileAt(IgnoreRules rules, string folder, string fileName) =>
        SafeFile.TryReadAll(System.IO.Path.Combine(_top, folder + fileName), IgnoreFile.MaxBytes, followLink: false) is { } content
            ? rules.With(content, Encoding.UTF8.GetBytes(folder.TrimEnd('/')))
            : rules;
}

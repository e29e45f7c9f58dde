using LocalRag.Sources;

namespace LocalRag.Hooks;

/// <summary>Puts LocalRag's lines into the hooks of a repository and takes them out again.</summary>
/// <remarks>The working trees of a repository share its hooks; which of them a hook runs for it tells by the folder it runs in.</remarks>
public static class GitHooks
{
    /// <summary>The hooks behind everything that changes the working tree or the commit.</summary>
    public static IReadOnlyList<string> Names { get; } = ["post-commit", "post-merge", "post-checkout", "post-rewrite"];

    /// <exception cref="KnowledgeBaseException">The folder is in no working tree, or its hooks cannot be written.</exception>
    public static HookReport Install(string path, HookCommand command, SourceOptions? options = null) => Run(path, options, (folder, notes) =>
    {
        ThrowIfDamaged(folder, command);
        var made = HookScript.Made.Nothing;
        for (var missing = folder; !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)!)
            made = made == HookScript.Made.Nothing ? HookScript.Made.Folder : made + (int)HookScript.Made.OuterFolder;
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.Combine(command.Home, "pending", command.KnowledgeBase));
        foreach (var name in Names) new HookFile(folder, name).Install(command, made);
        return Report(folder, command, notes);
    });

    /// <summary>Takes LocalRag's lines out of every hook and leaves what was found before them, byte for byte.</summary>
    /// <exception cref="KnowledgeBaseException">The folder is in no working tree, or its hooks cannot be written.</exception>
    public static HookReport Uninstall(string path, HookCommand command, SourceOptions? options = null) => Run(path, options, (folder, notes) =>
    {
        ThrowIfDamaged(folder, command);
        var made = Names.Select(name => new HookFile(folder, name).Uninstall() ?? default).Aggregate(HookScript.Made.Nothing, (all, one) => all | one);
        var emptied = folder;
        for (var folders = made.HasFlag(HookScript.Made.Folder) ? 1 + ((int)made / (int)HookScript.Made.OuterFolder) : 0; folders > 0 && !Directory.EnumerateFileSystemEntries(emptied).Any(); folders--)
        {
            Directory.Delete(emptied);
            emptied = Path.GetDirectoryName(emptied)!;
        }

        return Report(folder, command, notes);
    });

    /// <exception cref="KnowledgeBaseException">The folder is in no working tree.</exception>
    public static HookReport Status(string path, HookCommand command, SourceOptions? options = null) =>
        Run(path, options, (folder, notes) => Report(folder, command, notes));

    /// <summary>A hook that somebody damaged ends a change before any other hook is touched.</summary>
    private static void ThrowIfDamaged(string folder, HookCommand command)
    {
        foreach (var name in Names) _ = new HookFile(folder, name).State(command);
    }

    private static HookReport Report(string folder, HookCommand command, IReadOnlyList<string> notes)
    {
        var hooks = Names.Select(name => new HookFile(folder, name)).ToList();
        var orphans = hooks.Select(hook => hook.Orphan).OfType<string>().Select(path => $"{path} is a hook that LocalRag moved aside, and another has taken its place since. Put it back, or delete it.");
        return new(folder, [.. hooks.Select(hook => KeyValuePair.Create(hook.Name, hook.State(command)))], [.. notes, .. orphans]);
    }

    private static HookReport Run(string path, SourceOptions? options, Func<string, IReadOnlyList<string>, HookReport> work)
    {
        try
        {
            var root = SourceRoot.Open(path, options ?? new SourceOptions());
            var repository = root.Repository ?? throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, $"{path} is in no git working tree. Name one with --repo; a folder without git is followed by `localrag index --watch`.");
            var (folder, notes) = Folder(repository);
            return work(folder, notes);
        }
        catch (SourceException exception)
        {
            throw new KnowledgeBaseException(KnowledgeBaseError.InvalidRequest, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"The hooks could not be written: {exception.Message}", exception);
        }
    }

    private static (string Folder, IReadOnlyList<string> Notes) Folder(GitRepository repository)
    {
        var (value, scope) = repository.ReadHooksPath(CancellationToken.None);
        if (value is null) return (Path.Combine(repository.CommonFolder, "hooks"), []);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(value, repository.WorkTree));
        if (value.Length == 0 || (Path.Exists(folder) && !Directory.Exists(folder)))
            throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"Hooks are switched off here: core.hooksPath is '{value}'. Unset it, or follow the folder with `localrag index --watch`.");
        var isInWorkTree = IsWithin(folder, repository.WorkTree);
        if (scope is "system" or "global") return (folder, [$"core.hooksPath is {value} for every repository of this user, so the hooks run in all of them. They do nothing where LocalRag has no index."]);
        // A repository that was copied from elsewhere could else have files written wherever it likes.
        if (!isInWorkTree && !IsWithin(folder, repository.CommonFolder))
            throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"The repository's own core.hooksPath leads out of it, to {folder}. Set it with `git config --global core.hooksPath` if it is meant, or unset it.");
        return (folder, isInWorkTree && !IsWithin(folder, repository.CommonFolder) ? [$"core.hooksPath is {value}, within the working tree: if git tracks that folder, do not commit the change."] : []);
    }

    private static bool IsWithin(string folder, string outer) => folder == outer || folder.StartsWith(Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

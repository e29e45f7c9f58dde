namespace LocalRag.Sources;

/// <summary>Lists what there is to index below a folder: what git would list, or what it would by our own reading of its rules.</summary>
internal static class FileWalker
{
    /// <param name="folder">Absolute, or relative to the current folder.</param>
    /// <param name="options">What is left out, and how git is called.</param>
    /// <param name="cancellationToken">Ends the walk and git.</param>
    /// <exception cref="SourceException">The folder is not there or has no files of its own.</exception>
    public static SourceListing Walk(string folder, SourceOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        var root = SourceRoot.Open(folder, options);
        string? problem = null;
        if (root.Repository is { } repository && options.UseGit)
        {
            try
            {
                var listing = GitWalk.Run(root, repository, repository.List(root.Path, cancellationToken), options, cancellationToken);
                return Submodules.AddTo(root, listing, options, folder => Walk(folder, options, cancellationToken));
            }
            catch (SourceException exception)
            {
                // Git may be missing, too old, or refuse a stranger's repository (safe.directory). Our own rules need none of it.
                problem = exception.Message;
            }
        }

        return Worktree.List(root.Path, [], options, cancellationToken) with { GitProblem = problem };
    }
}

namespace LocalRag.Web.Indexing;

/// <summary>Completes the path of a folder on the server's disk.</summary>
internal static class FolderSuggestions
{
    private const int Limit = 12;

    /// <summary>The folders whose path begins with what was typed, in any case; repositories are marked.</summary>
    public static IReadOnlyList<(string Path, bool IsRepository)> For(string typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return [];
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var path = typed == "~" || typed.StartsWith("~/", StringComparison.Ordinal) ? home + typed[1..] : typed;
        if (!Path.IsPathRooted(path)) return [];
        var cut = path.LastIndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
        var (parent, start) = (path[..(cut + 1)], path[(cut + 1)..]);
        try
        {
            return [.. Directory.EnumerateDirectories(parent)
                .Where(folder => Path.GetFileName(folder) is var name && name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && (start.StartsWith('.') || !name.StartsWith('.')))
                .Order(StringComparer.OrdinalIgnoreCase).Take(Limit)
                .Select(folder => (folder, Path.Exists(Path.Combine(folder, ".git"))))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

namespace LocalRag.Sources;

/// <summary>
/// The ignore files that hold in one folder: its own, those of the folders above, and those of the repository and the user.
/// Immutable, so that folders can be walked in parallel. Where a folder is ignored, nothing in it can be taken back, as with git.
/// </summary>
internal sealed class IgnoreRules
{
    private readonly IgnoreRules? _outer;
    private readonly IgnorePattern[] _patterns;
    private readonly int _folderLength;

    private IgnoreRules(IgnoreRules? outer, IgnorePattern[] patterns, int folderLength, bool ignoreCase)
    {
        (_outer, _patterns, _folderLength) = (outer, patterns, folderLength);
        IgnoresCase = ignoreCase;
    }

    public bool IgnoresCase { get; }

    /// <summary>Rules that ignore nothing.</summary>
    public static IgnoreRules None(bool ignoreCase) => new(null, [], 0, ignoreCase);

    /// <summary>Adds an ignore file, which goes before all that are here already.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="folder">The folder it holds for, relative to the top, as UTF-8; empty for the top itself.</param>
    public IgnoreRules With(ReadOnlySpan<byte> content, ReadOnlySpan<byte> folder)
    {
        var patterns = IgnorePattern.ParseAll(content, IgnoresCase);
        return patterns.Length == 0 ? this : new IgnoreRules(this, patterns, folder.IsEmpty ? 0 : folder.Length + 1, IgnoresCase);
    }

    /// <summary>Tells whether a file or folder is ignored, given that no folder above it is.</summary>
    /// <param name="path">Relative to the top, as UTF-8 with <c>/</c>.</param>
    /// <param name="isFolder">False for a link to a folder.</param>
    public bool IsIgnored(ReadOnlySpan<byte> path, bool isFolder)
    {
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        for (var rules = this; rules is not null; rules = rules._outer)
        {
            var relative = path[rules._folderLength..];
            for (var i = rules._patterns.Length - 1; i >= 0; i--)
            {
                var pattern = rules._patterns[i];
                if (pattern.IsMatch(relative, name, isFolder)) return !pattern.IsNegated;
            }
        }

        return false;
    }
}

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
    private readonly IgnorePattern[]?[] _candidates;

    private IgnoreRules(IgnoreRules? outer, IgnorePattern[] patterns, int folderLength, bool ignoreCase)
    {
        (_outer, _patterns, _folderLength) = (outer, patterns, folderLength);
        _candidates = patterns.Length == 0 ? [] : new IgnorePattern[]?[512];
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

    /// <summary>The patterns that may match what ends with a byte, the last of the file first.</summary>
    private IgnorePattern[] Candidates(byte last, bool isFolder)
    {
        ref var candidates = ref _candidates[last + (isFolder ? 256 : 0)];
        // Two threads may both make the list; they make the same.
        return Volatile.Read(ref candidates) ?? Set(ref candidates, [.. _patterns.AsEnumerable().Reverse().Where(pattern => pattern.MayEndWith(last, isFolder))]);

        static IgnorePattern[] Set(ref IgnorePattern[]? place, IgnorePattern[] value)
        {
            Volatile.Write(ref place, value);
            return value;
        }
    }

    /// <summary>Tells whether a file or folder is ignored, given that no folder above it is.</summary>
    /// <param name="path">Relative to the top, as UTF-8 with <c>/</c>.</param>
    /// <param name="isFolder">False for a link to a folder.</param>
    public bool IsIgnored(ReadOnlySpan<byte> path, bool isFolder)
    {
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        for (var rules = this; rules is not null; rules = rules._outer)
        {
            if (rules._patterns.Length == 0) continue;
            var relative = path[rules._folderLength..];
            foreach (var pattern in rules.Candidates(path[^1], isFolder))
            {
                if (pattern.IsMatch(relative, name, isFolder)) return !pattern.IsNegated;
            }
        }

        return false;
    }
}

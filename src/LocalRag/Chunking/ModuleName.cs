using LocalRag.Documents;

namespace LocalRag.Chunking;

/// <summary>Names the module that a file is, in languages where its path says so.</summary>
internal static class ModuleName
{
    /// <summary>The module as the language writes it, or empty: a script's module is its path, which the header has.</summary>
    public static string Of(SourceDocument document) => document.Language switch
    {
        "python" => Join(document.Path, ".", ["src", "lib"], ["__init__", "__main__"]),
        "rust" => Join(document.Path, "::", ["src"], ["mod", "lib", "main"]),
        _ => "",
    };

    private static string Join(string path, string separator, ReadOnlySpan<string> roots, ReadOnlySpan<string> own)
    {
        var parts = path.Split('/').ToList();
        parts[^1] = Path.GetFileNameWithoutExtension(parts[^1]);
        var root = -1;
        foreach (var name in roots) root = Math.Max(root, parts.LastIndexOf(name, parts.Count - 1));
        // crates/regex/src/lib.rs is regex.
        var crate = root > 0 && separator == "::" ? parts[root - 1] : null;
        parts.RemoveRange(0, root + 1);
        if (crate is not null) parts.Insert(0, crate);
        if (parts.Count > 0 && own.Contains(parts[^1])) parts.RemoveAt(parts.Count - 1);
        return string.Join(separator, parts);
    }
}

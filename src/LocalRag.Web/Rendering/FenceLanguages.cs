using LocalRag.Documents;

namespace LocalRag.Web.Rendering;

/// <summary>Reads the word behind a code fence as a language.</summary>
internal static class FenceLanguages
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["c#"] = "csharp",
        ["cs"] = "csharp",
        ["ts"] = "typescript",
        ["js"] = "javascript",
        ["py"] = "python",
        ["rs"] = "rust",
        ["rb"] = "ruby",
        ["sh"] = "bash",
        ["shell"] = "bash",
        ["console"] = "bash",
        ["c++"] = "cpp",
        ["yml"] = "yaml",
        ["jsonc"] = "json",
        ["md"] = "markdown",
        ["golang"] = "go",
        ["ps1"] = "powershell",
    };

    /// <summary>A name of <see cref="Languages"/>, or null.</summary>
    public static string? Of(string? info)
    {
        if (string.IsNullOrWhiteSpace(info)) return null;
        var word = info.Split([' ', ',', '{'], 2)[0];
        if (Short.TryGetValue(word, out var language)) return language;
        return Languages.All.FirstOrDefault(known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
    }
}

using System.Collections;

namespace LocalRag.Sources;

/// <summary>The environment variables that git calls and our own reading of git's settings see.</summary>
internal sealed class GitEnvironment
{
    // What names the user's settings and git's own parts stays. All else that git reads is dropped: within a hook GIT_DIR, GIT_INDEX_FILE
    // and GIT_CONFIG_PARAMETERS point at another repository or a half-made commit, and GIT_EXTERNAL_DIFF or GIT_SSH name programs to run.
    private static readonly string[] Kept = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"];

    private readonly Dictionary<string, string> _variables;

    public GitEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        var comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _variables = new(comparer);
        foreach (var (name, value) in variables)
        {
            if (!name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase) || Kept.Contains(name, StringComparer.OrdinalIgnoreCase))
                _variables[name] = value;
        }

        Git = FindOnPath(OperatingSystem.IsWindows() ? "git.exe" : "git");
        _variables["GIT_ALLOW_PROTOCOL"] = "none";
        _variables["GIT_ASKPASS"] = "";
        _variables["GIT_ATTR_NOSYSTEM"] = "1";
        _variables["GIT_LITERAL_PATHSPECS"] = "1";
        _variables["GIT_NO_LAZY_FETCH"] = "1";
        _variables["GIT_NO_REPLACE_OBJECTS"] = "1";
        _variables["GIT_OPTIONAL_LOCKS"] = "0";
        _variables["GIT_PAGER"] = "cat";
        _variables["GIT_TERMINAL_PROMPT"] = "0";
        _variables["LC_ALL"] = "C";
    }

    /// <summary>The environment of this process as it was at the first use.</summary>
    public static GitEnvironment OfProcess { get; } = new(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""));

    /// <summary>The full path of git's executable; null where PATH has none.</summary>
    public string? Git { get; }

    /// <summary>What a git process gets, and nothing else.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    public string? this[string name] => _variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    // Process.Start would look in the current folder before PATH, and that folder may be a stranger's repository with a program named git.
    private string? FindOnPath(string name)
    {
        foreach (var folder in (this["PATH"] ?? "").Split(Path.PathSeparator))
        {
            if (!Path.IsPathFullyQualified(folder)) continue;
            var candidate = Path.Combine(folder, name);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }
}

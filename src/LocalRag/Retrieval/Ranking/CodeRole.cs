using System.Collections.Frozen;
using System.Globalization;

namespace LocalRag.Retrieval.Ranking;

/// <summary>Pushes down tests, examples, legacy and generated code, unless the query asks for them.</summary>
internal sealed class CodeRole(RankingOptions options) : IRankingStep
{
    private static readonly FrozenDictionary<string, string> RoleOfFolder = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["test"] = "test", ["tests"] = "test", ["__tests__"] = "test", ["spec"] = "test", ["specs"] = "test", ["testing"] = "test", ["testdata"] = "test",
        ["fixtures"] = "test", ["__mocks__"] = "test", ["mocks"] = "test", ["e2e"] = "test", ["benchmark"] = "benchmark", ["benchmarks"] = "benchmark", ["perf"] = "benchmark",
        ["example"] = "example", ["examples"] = "example", ["sample"] = "example", ["samples"] = "example", ["demo"] = "example", ["demos"] = "example", ["playground"] = "example",
        ["legacy"] = "legacy", ["deprecated"] = "legacy", ["obsolete"] = "legacy", ["compat"] = "legacy", ["generated"] = "generated",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public void Apply(AnalyzedQuery query, IReadOnlyList<Candidate> candidates)
    {
        var newest = NewestVersions(candidates);
        foreach (var candidate in candidates)
        {
            var path = candidate.Chunk.Path;
            if ((RoleOf(path) ?? OlderVersion(path, newest)) is not { } role || Asks(query, role)) continue;
            var factor = role == "test" ? options.TestFactor : options.SideCodeFactor;
            candidate.Multiply($"{role} code", factor, () => $"×{factor:0.##}");
        }
    }

    /// <summary>The highest of the folders <c>v1</c>, <c>v2</c>… that stand beside each other, by their parent.</summary>
    private static Dictionary<string, int> NewestVersions(IReadOnlyList<Candidate> candidates)
    {
        var newest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (parent, version) in candidates.SelectMany(candidate => Versions(candidate.Chunk.Path)))
            newest[parent] = Math.Max(version, newest.GetValueOrDefault(parent));
        return newest;
    }

    /// <summary>The version's name (<c>v3</c>) where a newer one stands beside it, else null.</summary>
    private static string? OlderVersion(string path, Dictionary<string, int> newest)
    {
        foreach (var (parent, version) in Versions(path))
            if (version < newest[parent]) return $"v{version}";
        return null;
    }

    private static IEnumerable<(string Parent, int Version)> Versions(string path)
    {
        for (var start = 0; path.IndexOf('/', start) is var end and >= 0; start = end + 1)
            if (path[start] == 'v' && int.TryParse(path.AsSpan(start + 1, end - start - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                yield return (path[..start], version);
    }

    /// <summary>The role of a file by its path, or null for code that is there for its own sake.</summary>
    internal static string? RoleOf(string path)
    {
        var parts = path.Split('/');
        foreach (var folder in parts.AsSpan(0, parts.Length - 1))
        {
            if (RoleOfFolder.TryGetValue(folder, out var role)) return role;
            if (folder.EndsWith(".Tests", StringComparison.OrdinalIgnoreCase) || folder.EndsWith(".Test", StringComparison.OrdinalIgnoreCase)) return "test";
        }

        if (parts[^1].StartsWith("CHANGE", StringComparison.OrdinalIgnoreCase) || parts[^1].StartsWith("HISTORY", StringComparison.Ordinal) || parts[^1].StartsWith("RELEASE", StringComparison.Ordinal)) return "changelog";
        var stem = parts[^1].AsSpan(0, parts[^1].IndexOf('.') is var dot and > 0 ? dot : parts[^1].Length);
        return stem.EndsWith("_test") || stem.StartsWith("test_") || stem.EndsWith("Tests", StringComparison.Ordinal) || (stem.EndsWith("Test", StringComparison.Ordinal) && stem.Length > 4)
            || parts[^1].Contains(".test.", StringComparison.OrdinalIgnoreCase) || parts[^1].Contains(".spec.", StringComparison.OrdinalIgnoreCase)
            ? "test"
            : null;
    }

    private static bool Asks(AnalyzedQuery query, string role) => query.Terms.Any(term => term.StartsWith(role, StringComparison.Ordinal));
}

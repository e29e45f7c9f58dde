using System.Text;

namespace LocalRag.Sources;

/// <summary>
/// The two of git's settings that ignore rules hang on, read without git. Included files are followed, those on the condition of a remote's address (<c>hasconfig</c>) left out.
/// </summary>
/// <param name="ExcludesFile">The user's own ignore file, absolute or relative to the working tree's top; null where there is none.</param>
/// <param name="IgnoresCase">True where names differ by more than case alone.</param>
internal sealed record GitSettings(string? ExcludesFile, bool IgnoresCase)
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 10;

    /// <param name="environment">Where HOME and the places of the settings are named.</param>
    /// <param name="repository">Whose own settings count last; null outside of a repository.</param>
    public static GitSettings Read(GitEnvironment environment, GitRepository? repository)
    {
        var home = environment["HOME"] ?? environment["USERPROFILE"];
        var xdg = environment["XDG_CONFIG_HOME"] ?? (home is null ? null : Path.Combine(home, ".config"));
        var values = new Values(home, repository) { ExcludesFile = xdg is null ? null : Path.Combine(xdg, "git", "ignore") };
        if (environment["GIT_CONFIG_NOSYSTEM"] is null or "0" or "false") values.Read(environment["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig", MaxDepth);
        if (environment["GIT_CONFIG_GLOBAL"] is { } global)
        {
            values.Read(global, MaxDepth);
        }
        else
        {
            if (xdg is not null) values.Read(Path.Combine(xdg, "git", "config"), MaxDepth);
            if (home is not null) values.Read(Path.Combine(home, ".gitconfig"), MaxDepth);
        }

        if (repository is not null)
        {
            values.Read(Path.Combine(repository.CommonFolder, "config"), MaxDepth);
            if (values.HasWorkTreeSettings) values.Read(Path.Combine(repository.GitFolder, "config.worktree"), MaxDepth);
        }

        return new GitSettings(values.ExcludesFile, values.IgnoresCase);
    }

    private static bool IsTrue(string value) => value.ToLowerInvariant() is "true" or "yes" or "on" or "1";

    private sealed class Values(string? home, GitRepository? repository)
    {
        public string? ExcludesFile { get; set; }

        public bool IgnoresCase { get; private set; }

        /// <summary>True where the working tree has settings of its own (<c>extensions.worktreeConfig</c>).</summary>
        public bool HasWorkTreeSettings { get; private set; }

        public void Read(string path, int depth)
        {
            if (depth == 0 || SafeFile.TryReadAll(path, MaxBytes, followLink: true) is not { } bytes) return;
            var section = "";
            var part = "";
            var lines = Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\\\n", "", StringComparison.Ordinal).Split('\n');
            foreach (var raw in lines)
            {
                var line = raw.Trim().TrimStart('\uFEFF');
                if (line.StartsWith('['))
                {
                    var close = line.IndexOf(']', StringComparison.Ordinal);
                    if (close < 0) continue;
                    (section, part) = (line[1..close].Trim().ToLowerInvariant(), "");
                    // A section's name does not tell cases apart, that of a part of it does: [includeIf "gitdir:~/Work/"].
                    if (line[1..close].IndexOf('"', StringComparison.Ordinal) is > 0 and var quote)
                        (section, part) = (line[1..close][..quote].Trim().ToLowerInvariant() + ".", line[1..close][(quote + 1)..].TrimEnd().TrimEnd('"').Replace("\\\\", "\\", StringComparison.Ordinal));
                    line = line[(close + 1)..].Trim();
                }

                if (line.Length == 0 || line[0] is '#' or ';') continue;
                var equals = line.IndexOf('=', StringComparison.Ordinal);
                var key = $"{section}.{(equals < 0 ? line : line[..equals]).Trim().ToLowerInvariant()}";
                var value = equals < 0 ? "true" : Unquoted(line[(equals + 1)..]);
                switch (key)
                {
                    case "core.excludesfile":
                        ExcludesFile = value.Length == 0 ? null : AtHome(value);
                        break;
                    case "core.ignorecase":
                        IgnoresCase = IsTrue(value);
                        break;
                    case "extensions.worktreeconfig":
                        HasWorkTreeSettings = IsTrue(value);
                        break;
                    case "include.path" or "includeif..path" when AtHome(value) is { } included && (section == "include" || Holds(part, path)):
                        Read(Path.GetFullPath(included, Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/"), depth - 1);
                        break;
                }
            }
        }

        private static string Unquoted(string text)
        {
            var value = new StringBuilder();
            var quoted = false;
            var kept = 0;
            foreach (var (index, character) in text.TrimStart().Index())
            {
                if (character == '"') quoted = !quoted;
                else if (!quoted && character is '#' or ';') break;
                else value.Append(character);
                if (quoted || !char.IsWhiteSpace(character)) kept = value.Length;
            }

            return value.ToString(0, kept).Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        /// <summary>Tells whether the condition of an include holds (git-config(1), "Conditional includes").</summary>
        /// <param name="path">The file that the condition stands in.</param>
        private bool Holds(string condition, string path)
        {
            if (repository is null || condition.Split(':', 2) is not [var kind, { Length: > 0 } pattern]) return false;
            if (kind == "onbranch") return repository.ReadHead().Branch is { } branch && IsMatch(pattern, branch, ignoreCase: false);
            if (kind is not ("gitdir" or "gitdir/i") || AtHome(pattern) is not { } place) return false;
            if (pattern.StartsWith("~/", StringComparison.Ordinal)) place = SourceRoot.Resolved(home!).Replace('\\', '/') + pattern[1..];
            if (place.StartsWith("./", StringComparison.Ordinal)) place = Path.GetDirectoryName(Path.GetFullPath(path)) + place[1..];
            else if (!Path.IsPathRooted(place)) place = "**/" + place;
            return IsMatch(place, repository.GitFolder.Replace('\\', '/'), ignoreCase: kind != "gitdir");
        }

        private static bool IsMatch(string pattern, string text, bool ignoreCase) =>
            WildcardPattern.Parse(Encoding.UTF8.GetBytes(pattern.EndsWith('/') ? pattern + "**" : pattern), wholePath: true, ignoreCase).IsMatch(Encoding.UTF8.GetBytes(text));

        private string? AtHome(string value) =>
            value.Contains('\0') ? null : !value.StartsWith("~/", StringComparison.Ordinal) ? value : home is null ? null : Path.Combine(home, value[2..]);
    }
}

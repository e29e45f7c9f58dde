using System.Text;

namespace LocalRag.Sources;

/// <summary>
/// The two of git's settings that ignore rules hang on, read without git. Included files are followed, conditional includes are not.
/// </summary>
/// <param name="ExcludesFile">The user's own ignore file, absolute or relative to the working tree's top; null where there is none.</param>
/// <param name="IgnoresCase">True where names differ by more than case alone.</param>
internal sealed record GitSettings(string? ExcludesFile, bool IgnoresCase)
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 10;

    /// <param name="environment">Where HOME and the places of the settings are named.</param>
    /// <param name="commonFolder">The repository's folder whose <c>config</c> counts last; null outside of a repository.</param>
    public static GitSettings Read(GitEnvironment environment, string? commonFolder)
    {
        var home = environment["HOME"] ?? environment["USERPROFILE"];
        var xdg = environment["XDG_CONFIG_HOME"] ?? (home is null ? null : Path.Combine(home, ".config"));
        var values = new Values(home) { ExcludesFile = xdg is null ? null : Path.Combine(xdg, "git", "ignore") };
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

        if (commonFolder is not null) values.Read(Path.Combine(commonFolder, "config"), MaxDepth);
        return new GitSettings(values.ExcludesFile, values.IgnoresCase);
    }

    private sealed class Values(string? home)
    {
        public string? ExcludesFile { get; set; }

        public bool IgnoresCase { get; private set; }

        public void Read(string path, int depth)
        {
            if (depth == 0 || SafeFile.TryReadAll(path, MaxBytes, followLink: true) is not { } bytes) return;
            var section = "";
            var lines = Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\\\n", "", StringComparison.Ordinal).Split('\n');
            foreach (var raw in lines)
            {
                var line = raw.Trim().TrimStart('\uFEFF');
                if (line.StartsWith('['))
                {
                    var close = line.IndexOf(']', StringComparison.Ordinal);
                    if (close < 0) continue;
                    section = line[1..close].Trim().ToLowerInvariant();
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
                        IgnoresCase = value.ToLowerInvariant() is "true" or "yes" or "on" or "1";
                        break;
                    case "include.path" when AtHome(value) is { } included:
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

        private string? AtHome(string value) =>
            !value.StartsWith("~/", StringComparison.Ordinal) ? value : home is null ? null : Path.Combine(home, value[2..]);
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalRag.Storage;

/// <summary>
/// A glob over paths with <c>/</c>: <c>*</c> and <c>?</c> stay within a folder, <c>**</c> does not, <c>{a,b}</c> chooses, <c>[a-z]</c> is a class.
/// A glob without <c>/</c> matches the file name in any folder; one that names a folder matches all below it.
/// </summary>
internal sealed class PathGlob
{
    private readonly Regex _regex;

    public PathGlob(string glob)
    {
        var pattern = new StringBuilder("^");
        glob = glob.Replace('\\', '/').TrimStart('/');
        if (glob.StartsWith("./", StringComparison.Ordinal)) glob = glob[2..];
        if (!glob.TrimEnd('/').Contains('/')) pattern.Append("(?:.*/)?");
        AppendPattern(glob.TrimEnd('/'), pattern);
        pattern.Append("(?:/.*)?$");
        // Linear in the path, whatever the glob: it may come from a web page.
        _regex = new Regex(pattern.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    }

    public bool Matches(string path) => _regex.IsMatch(path);

    private static void AppendPattern(string glob, StringBuilder pattern)
    {
        var choices = 0;
        for (var i = 0; i < glob.Length; i++)
        {
            switch (glob[i])
            {
                case '*' when i + 1 < glob.Length && glob[i + 1] == '*':
                    i++;
                    if (i + 1 < glob.Length && glob[i + 1] == '/')
                    {
                        i++;
                        pattern.Append("(?:.*/)?");
                    }
                    else
                    {
                        pattern.Append(".*");
                    }

                    break;
                case '*':
                    pattern.Append("[^/]*");
                    break;
                case '?':
                    pattern.Append("[^/]");
                    break;
                case '{' when glob.IndexOf('}', i) > i:
                    choices++;
                    pattern.Append("(?:");
                    break;
                case '}' when choices > 0:
                    choices--;
                    pattern.Append(')');
                    break;
                case ',' when choices > 0:
                    pattern.Append('|');
                    break;
                case '[' when glob.IndexOf(']', i + 1) is var end && end > i + 1:
                    AppendClass(glob.AsSpan(i + 1, end - i - 1), pattern);
                    i = end;
                    break;
                default:
                    pattern.Append(Regex.Escape(glob[i].ToString()));
                    break;
            }
        }

        pattern.Append(')', choices);
    }

    private static void AppendClass(ReadOnlySpan<char> members, StringBuilder pattern)
    {
        var negated = members[0] is '!' or '^';
        if (negated) members = members[1..];
        var set = new StringBuilder();
        for (var i = 0; i < members.Length; i++)
        {
            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            var last = isRange ? members[i + 2] : members[i];
            // A range that runs backwards holds nothing, in a shell as here; a regular expression would be refused for it.
            if (members[i] <= last) set.Append(CultureInfo.InvariantCulture, $"\\u{(int)members[i]:x4}-\\u{(int)last:x4}");
            if (isRange) i += 2;
        }

        pattern.Append(set.Length == 0 ? negated ? "[^/]" : @"[^\s\S]" : $"[{(negated ? "^" : "")}{set}]");
    }
}

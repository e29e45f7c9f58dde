using System.Globalization;

namespace LocalRag.Hooks;

/// <summary>
/// Writes the lines of shell that a hook gets. They run in a shell of their own with everything closed, so that neither the hook around
/// them nor git notices: no input is read, nothing is printed, no variable is left behind, no error counts, and nothing is waited for.
/// </summary>
/// <remarks>
/// A mark in LocalRag's own folder says that an update is wanted and that a process is on its way; while it is fresh no second is started.
/// Whoever begins an update takes the mark away before looking at a file, so a commit in between makes a new one.
/// </remarks>
internal static class HookScript
{
    /// <summary>How long a mark stands for a process that is on its way. Past that the process is taken for dead.</summary>
    public const int FreshSeconds = 10;

    public const string End = "# <<< localrag <<<";

    private const string BeginStart = "# >>> localrag";

    /// <summary>What the first line says about what has to be undone.</summary>
    [Flags]
    public enum Made
    {
        Nothing = 0,
        LineEnd = 1,
        File = 2,
        Folder = 4,
        Wrapper = 8,

        /// <summary>Times the number of folders above the hooks' own that were made as well.</summary>
        OuterFolder = 16,
    }

    public static string Block(HookCommand command, Made made)
    {
        var folder = Quote($"{Slashes(command.Home)}/pending/{command.KnowledgeBase}");
        var index = Quote($"{Slashes(command.Home)}/{command.KnowledgeBase}.db");
        var program = string.Join(' ', command.Program.Select(word => Quote(Slashes(word))));
        var dotnet = command.DotnetRoot is { } root ? $"  export DOTNET_ROOT={Quote(root)}\n" : "";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {{BeginStart}} {{(int)made}} >>> (put here by `localrag hook install`; `localrag hook uninstall` takes it out)
            (
              exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
              [ -x {{Quote(Slashes(command.Program[0]))}} ] || exit 0
              unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_NAMESPACE GIT_PREFIX GIT_CONFIG GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT
              PATH="${PATH:+$PATH:}/usr/local/bin:/usr/bin:/bin"
              export PATH
              [ -d {{folder}} ] || { [ -f {{index}} ] && mkdir -p {{folder}} ; } || exit 0
              sum=$(printf '%s' "$PWD" | cksum)
              mark={{folder}}/${sum%% *}-${sum##* }
              now=$(date +%s)
              since=0
              [ -f "$mark" ] && read -r since < "$mark"
              case $since in ''|*[!0-9]*) since=0 ;; esac
              [ "$since" -le "$now" ] && [ $((now - since)) -lt {{FreshSeconds}} ] && exit 0
              printf '%s\n%s\n' "$now" "$PWD" > "$mark"
              export LOCALRAG_HOME={{Quote(command.Home)}}
            {{dotnet}}  trap '' HUP
              {{program}} hook run --repo "$PWD" --kb {{Quote(command.KnowledgeBase)}} &
            ) </dev/null >/dev/null 2>&1 || :
            {{End}}

            """).ReplaceLineEndings("\n");
    }

    /// <summary>Finds the block in a hook.</summary>
    /// <param name="hook">The text of the hook, one character a byte.</param>
    /// <param name="path">Where it is, to be named.</param>
    /// <returns>Where it is, its last line end included, and what it undoes; null where there is none.</returns>
    /// <exception cref="KnowledgeBaseException">It has a beginning but no end.</exception>
    public static (Range Place, Made Made)? Find(string hook, string path)
    {
        var begin = hook.StartsWith(BeginStart, StringComparison.Ordinal) ? 0 : hook.IndexOf("\n" + BeginStart, StringComparison.Ordinal) + 1;
        if (begin == 0 && !hook.StartsWith(BeginStart, StringComparison.Ordinal)) return null;
        var end = hook.IndexOf("\n" + End, begin, StringComparison.Ordinal);
        if (end < 0)
            throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"{path} holds the line \"{BeginStart} …\" without its end \"{End}\". Somebody edited it: take LocalRag's lines out by hand and try again.");
        var lineEnd = hook.IndexOf('\n', end + 1);
        var number = hook[(begin + BeginStart.Length)..].TrimStart().TakeWhile(char.IsAsciiDigit).ToArray();
        return (begin..(lineEnd < 0 ? hook.Length : lineEnd + 1), int.TryParse(number, out var made) ? (Made)made : Made.Nothing);
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // The shell that comes with git on Windows takes such paths as well.
    private static string Slashes(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
}

using System.Text;

namespace LocalRag.Hooks;

/// <summary>
/// One hook of a repository. LocalRag's lines go in right behind a shell script's first line, because what stands at its end may never be
/// reached (<c>exec</c>, <c>exit</c>). A hook that is no shell script, is a link or is switched off is moved aside and called, if at all, by one of ours.
/// Taking out gives back the very bytes that were found.
/// </summary>
internal sealed class HookFile(string folder, string name)
{
    private const string FirstLine = "#!/bin/sh\n";
    private const string MovedSuffix = ".before-localrag";
    private const string CallMoved = $"[ -x \"$0{MovedSuffix}\" ] && exec \"$0{MovedSuffix}\" \"$@\"\nexit 0\n";

    // One character a byte, so that what is written back is what was read, whatever its encoding.
    private static readonly Encoding Bytes = Encoding.Latin1;
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "ksh", "zsh"];

    private readonly string _path = Path.Combine(folder, name);

    public string Name => name;

    public HookState State(HookCommand command)
    {
        if (Read() is not { } text || HookScript.Find(text) is not { } found) return HookState.Absent;
        if (!IsExecutable()) return HookState.NotExecutable;
        return text[found.Place] == HookScript.Block(command, found.Made) ? HookState.Installed : HookState.Other;
    }

    /// <summary>Puts LocalRag's lines in, in place of older ones.</summary>
    /// <param name="madeFolder">Whether the folder was made for it.</param>
    public void Install(HookCommand command, bool madeFolder)
    {
        var made = madeFolder ? HookScript.Made.Folder : HookScript.Made.Nothing;
        if (Read() is { } installed && HookScript.Find(installed) is { } found)
        {
            var renewed = string.Concat(installed.AsSpan(0, found.Place.Start.Value), HookScript.Block(command, found.Made), installed.AsSpan(found.Place.End.Value));
            if (renewed != installed) Write(renewed);
            return;
        }

        if (!Exists())
        {
            Write(FirstLine + HookScript.Block(command, made | HookScript.Made.File));
            MakeExecutable();
        }
        else if (Read() is { } text && !IsLink() && IsExecutable() && IsShellScript(text))
        {
            var firstEnd = text.StartsWith("#!", StringComparison.Ordinal) ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
            var isOneLine = firstEnd == 0 && text.StartsWith("#!", StringComparison.Ordinal);
            Write(isOneLine
                ? $"{text}\n{HookScript.Block(command, made | HookScript.Made.LineEnd)}"
                : $"{text[..firstEnd]}{HookScript.Block(command, made)}{text[firstEnd..]}");
        }
        else
        {
            var moved = _path + MovedSuffix;
            if (File.Exists(moved)) throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"{moved} is in the way; it may be a hook that was moved aside before. Put it in its place or delete it, and try again.");
            File.Move(_path, moved);
            Write(FirstLine + HookScript.Block(command, made | HookScript.Made.Wrapper) + CallMoved);
            MakeExecutable();
        }
    }

    /// <summary>Takes LocalRag's lines out.</summary>
    /// <returns>What had been made for them; null where there were none.</returns>
    public HookScript.Made? Uninstall()
    {
        if (Read() is not { } text || HookScript.Find(text) is not { } found) return null;
        var before = text[..found.Place.Start];
        var rest = before + text[found.Place.End..];
        if (found.Made.HasFlag(HookScript.Made.Wrapper) && rest == FirstLine + CallMoved)
        {
            File.Delete(_path);
            if (Path.Exists(_path + MovedSuffix)) File.Move(_path + MovedSuffix, _path);
        }
        else if (found.Made.HasFlag(HookScript.Made.File) && rest == FirstLine)
        {
            File.Delete(_path);
        }
        else
        {
            Write(found.Made.HasFlag(HookScript.Made.LineEnd) && before.EndsWith('\n') ? before[..^1] + text[found.Place.End..] : rest);
        }

        return found.Made;
    }

    private static bool IsShellScript(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) return false;
        if (!text.StartsWith("#!", StringComparison.Ordinal)) return true;
        var line = text[2..].Split('\n', 2)[0];
        // With a carriage return the system looks for a program of that name, so such a hook never starts.
        if (line.EndsWith('\r')) return false;
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return false;
        var shell = words[0].EndsWith("/env", StringComparison.Ordinal) && words.Length > 1 ? words[1] : words[0];
        return Shells.Contains(shell[(shell.LastIndexOf('/') + 1)..]);
    }

    private bool Exists() => Path.Exists(_path) || IsLink();

    private bool IsLink() => new FileInfo(_path).LinkTarget is not null;

    private string? Read() => File.Exists(_path) && !IsLink() ? Bytes.GetString(File.ReadAllBytes(_path)) : null;

    /// <summary>In place, so that owner, mode and what else hangs on the file stay.</summary>
    private void Write(string text) => File.WriteAllBytes(_path, Bytes.GetBytes(text));

    private bool IsExecutable() =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(_path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private void MakeExecutable()
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(_path);
        // Whoever may read a hook may run it, as with the ones that git itself lays out.
        File.SetUnixFileMode(_path, mode | (UnixFileMode)((int)(mode & (UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)) >> 2));
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace LocalRag.Hooks;

/// <summary>
/// One hook of a repository. LocalRag's lines go in right behind a shell script's first line, because what stands at its end may never be
/// reached (<c>exec</c>, <c>exit</c>). A hook that is no shell script, is a link or is switched off is moved into a folder beside, where it
/// keeps the name that it may go by, and is called, if at all, by one of ours.
/// Taking out gives back the very bytes that were found.
/// </summary>
internal sealed partial class HookFile(string folder, string name)
{
    private const string FirstLine = "#!/bin/sh\n";
    private const string MovedFolder = "before-localrag";

    // One character a byte, so that what is written back is what was read, whatever its encoding.
    private static readonly Encoding Bytes = Encoding.Latin1;
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "ksh", "zsh"];

    private readonly string _path = Path.Combine(folder, name);
    private readonly string _moved = Path.Combine(folder, MovedFolder, name);
    private readonly string _callMoved = $"[ -x \"${{0%/*}}/{MovedFolder}/{name}\" ] && exec \"${{0%/*}}/{MovedFolder}/{name}\" \"$@\"\nexit 0\n";

    public string Name => name;

    /// <summary>Where a hook was moved to whose place another has taken since; null where none was.</summary>
    public string? Orphan => Path.Exists(_moved) && (Read() is not { } text || HookScript.Find(text, _path) is null) ? _moved : null;

    public HookState State(HookCommand command)
    {
        if (Read() is not { } text || HookScript.Find(text, _path) is not { } found) return HookState.Absent;
        if (!IsExecutable()) return HookState.NotExecutable;
        return text[found.Place] == HookScript.Block(command, found.Made) ? HookState.Installed : HookState.Other;
    }

    /// <summary>Puts LocalRag's lines in, in place of older ones.</summary>
    /// <param name="made">The folders that were made for it.</param>
    public void Install(HookCommand command, HookScript.Made made)
    {
        if (Directory.Exists(_path) && !IsLink()) throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"{_path} is a folder, so git runs no such hook. Take it away and try again.");
        if (Read() is { } installed && HookScript.Find(installed, _path) is { } found)
        {
            var renewed = string.Concat(installed.AsSpan(0, found.Place.Start.Value), HookScript.Block(command, found.Made), installed.AsSpan(found.Place.End.Value));
            if (renewed != installed) Write(renewed);
            // What holds more than our lines may have been switched off on purpose.
            if ((found.Made & (HookScript.Made.File | HookScript.Made.Wrapper)) != 0) MakeExecutable();
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
            if (Path.Exists(_moved)) throw new KnowledgeBaseException(KnowledgeBaseError.Failed, $"{_moved} is in the way; it may be a hook that was moved aside before. Put it in its place or delete it, and try again.");
            Directory.CreateDirectory(Path.Combine(folder, MovedFolder));
            Move(_path, _moved, target => Path.Combine("..", target));
            Write(FirstLine + HookScript.Block(command, made | HookScript.Made.Wrapper) + _callMoved);
            MakeExecutable();
        }
    }

    /// <summary>Takes LocalRag's lines out.</summary>
    /// <returns>What had been made for them; null where there were none.</returns>
    public HookScript.Made? Uninstall()
    {
        if (Read() is not { } text || HookScript.Find(text, _path) is not { } found) return null;
        var before = text[..found.Place.Start];
        var rest = before + text[found.Place.End..];
        if (found.Made.HasFlag(HookScript.Made.Wrapper) && rest == FirstLine + _callMoved)
        {
            File.Delete(_path);
            if (Path.Exists(_moved) || new FileInfo(_moved).LinkTarget is not null) Move(_moved, _path, target => target[3..]);
            var folderOfMoved = Path.Combine(folder, MovedFolder);
            if (Directory.Exists(folderOfMoved) && !Directory.EnumerateFileSystemEntries(folderOfMoved).Any()) Directory.Delete(folderOfMoved);
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
        // A script of two languages has another program read it again, to which our lines mean nothing.
        if (text.Contains('\0', StringComparison.Ordinal) || HandsItselfOn().IsMatch(text)) return false;
        if (!text.StartsWith("#!", StringComparison.Ordinal)) return true;
        var line = text[2..].Split('\n', 2)[0];
        // With a carriage return the system looks for a program of that name, so such a hook never starts.
        if (line.EndsWith('\r')) return false;
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return false;
        var shell = words[0].EndsWith("/env", StringComparison.Ordinal) && words.Length > 1 ? words[1] : words[0];
        return Shells.Contains(shell[(shell.LastIndexOf('/') + 1)..]);
    }

    [GeneratedRegex("""\bexec\b.*\s["']?\$\{?0\}?["']?(?:\s|;|$)""", RegexOptions.Multiline)]
    private static partial Regex HandsItselfOn();

    /// <summary>Moves a hook; where it is a link, one that leads to the same from its new place.</summary>
    private static void Move(string from, string to, Func<string, string> adapt)
    {
        if (new FileInfo(from).LinkTarget is { } target && !Path.IsPathRooted(target))
        {
            File.CreateSymbolicLink(to, adapt(target));
            File.Delete(from);
        }
        else
        {
            File.Move(from, to);
        }
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

using System.Globalization;
using System.Text;
using LocalRag.Documents;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Watching;

/// <summary>
/// The marks that hooks leave: an update of a folder is wanted. They lie in LocalRag's own home, one file for each folder, and are taken
/// away by whoever begins the update before it looks at a file.
/// </summary>
internal sealed class PendingUpdates(string home, string knowledgeBase)
{
    private const int MaxBytes = 64 * 1024;

    public string Folder { get; } = Path.Combine(home, "pending", knowledgeBase);

    /// <summary>The folders whose updates are wanted, by the mark that says so.</summary>
    public IReadOnlyList<(string Mark, string Folder)> Read()
    {
        if (!Directory.Exists(Folder)) return [];
        var marks = new List<(string, string)>();
        foreach (var mark in Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal))
        {
            if (SafeFile.TryReadAll(mark, MaxBytes, followLink: false) is not { } bytes) continue;
            var text = Encoding.UTF8.GetString(bytes);
            var line = text.IndexOf('\n', StringComparison.Ordinal);
            if (line > 0 && text.EndsWith('\n') && line + 1 < text.Length) marks.Add((mark, Resolved(text[(line + 1)..^1])));
        }

        return marks;
    }

    /// <summary>Asks for the update of a folder from within this program, as a hook does from without.</summary>
    public void Add(string folder) => Set(Path.Combine(Folder, ContentHash.Of(folder).ToString()), folder);

    /// <summary>Sets a mark anew, which also tells hooks that somebody is on the way.</summary>
    public void Set(string mark, string folder)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(mark, string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}\n{folder}\n"));
    }

    /// <summary>True where a source is the folder of a mark, lies in it or holds it.</summary>
    public static bool Concerns(string folder, StoredSource source)
    {
        var (root, other) = (source.Root.TrimEnd('/') + "/", folder.TrimEnd('/') + "/");
        return root.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(root, StringComparison.Ordinal);
    }

    /// <summary>A shell tells its folder by the links it went through, a source its root without.</summary>
    private static string Resolved(string folder)
    {
        try
        {
            return Path.IsPathFullyQualified(folder) ? SourceRoot.Resolved(folder) : folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is gone, or was never one: no source has it.
            return folder;
        }
    }

    public static void Take(string mark) => File.Delete(mark);
}

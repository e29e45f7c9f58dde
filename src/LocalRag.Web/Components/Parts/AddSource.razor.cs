using LocalRag.Indexing;
using LocalRag.Web.Indexing;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>Takes the path of a folder on the server, with completion, and checks it there.</summary>
public sealed partial class AddSource
{
    private IReadOnlyList<(string Path, bool IsRepository)> _suggestions = [];
    private string _path = "";
    private string _name = "";
    private string? _problem;

    [Parameter]
    public EventCallback<IndexRequest> OnAdd { get; set; }

    /// <summary>Why a path cannot be added, in words; null where it can.</summary>
    internal static string? Check(string path)
    {
        if (path.Length == 0) return "Give the path of a folder.";
        if (!Path.IsPathFullyQualified(path)) return "Give the whole path, from the root of the disk.";
        if (File.Exists(path)) return "This is a file. Give the folder that holds it.";
        return Directory.Exists(path) ? null : "There is no such folder on the machine that the server runs on.";
    }

    private void Type(string? text)
    {
        (_path, _problem) = (text ?? "", null);
        _suggestions = FolderSuggestions.For(_path);
    }

    private void Choose(string path)
    {
        _path = path + Path.DirectorySeparatorChar;
        _suggestions = FolderSuggestions.For(_path);
    }

    private async Task AddAsync()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var path = _path.Trim();
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal)) path = home + path[1..];
        _problem = Check(path);
        if (_problem is not null) return;
        await OnAdd.InvokeAsync(new IndexRequest(Path.TrimEndingDirectorySeparator(path)) { Name = string.IsNullOrWhiteSpace(_name) ? null : _name.Trim() });
        (_path, _name, _suggestions) = ("", "", []);
    }
}

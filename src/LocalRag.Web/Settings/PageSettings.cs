namespace LocalRag.Web.Settings;

/// <summary>What a reader may set on the Settings page.</summary>
internal sealed record PageSettings
{
    /// <summary>How a place is opened: <c>none</c>, <c>vscode</c>, <c>rider</c>, or an address with <c>{file}</c> and <c>{line}</c>.</summary>
    public string Editor { get; init; } = "vscode";

    /// <summary>Hits that the search page shows at most.</summary>
    public int SearchLimit { get; init; } = 30;

    /// <summary>Gives the address that opens a place; null where there is no editor.</summary>
    public string? EditorAddress(string path, int line)
    {
        var file = Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal).Replace("%5C", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
        return Editor switch
        {
            "none" or "" => null,
            "vscode" => $"vscode://file{(file.StartsWith('/') ? "" : "/")}{file}:{line}",
            "rider" => $"jetbrains://rider/navigate/reference?path={file}:{line}",
            var template => template.Replace("{file}", file, StringComparison.Ordinal).Replace("{line}", $"{line}", StringComparison.Ordinal),
        };
    }

    /// <summary>What is wrong with the editor's address, in words; null where nothing is.</summary>
    public static string? Check(string editor)
    {
        if (editor is "none" or "vscode" or "rider") return null;
        if (!editor.Contains("{file}", StringComparison.Ordinal)) return "The address needs {file}, and may hold {line}.";
        if (!Uri.TryCreate(editor, UriKind.Absolute, out var uri)) return "This is no address. An example: myeditor://open?file={file}&line={line}";
        return uri.Scheme is "javascript" or "data" or "vbscript" or "file" or "http" or "https" ? $"{uri.Scheme}: opens no editor." : null;
    }
}

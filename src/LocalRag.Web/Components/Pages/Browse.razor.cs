using LocalRag.Documents;
using LocalRag.Web.Browsing;
using LocalRag.Web.Overview;
using LocalRag.Web.Rendering;
using LocalRag.Web.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace LocalRag.Web.Components.Pages;

/// <summary>The Browse page: the files of a source, and one of them with its lines and outline. All of it is in the address.</summary>
public sealed partial class Browse
{
    private IReadOnlyList<string> _sources = [];
    private FileTree? _tree;
    private string? _treeOf;
    private List<(TreeRow Row, int Index)> _numbered = [];
    private string _filter = "";
    private int _cursor;
    private ElementReference _treeElement;
    private FileText? _file;
    private SourceSpan? _span;
    private string? _problem;
    private string _rendered = "";
    private bool _isMarkdown;
    private bool _isUncommitted;
    private bool _raw;
    private bool _loading = true;
    private int _lines;

    [Parameter]
    public string? Source { get; set; }

    [Parameter]
    public string? Path { get; set; }

    /// <summary><c>source</c> shows Markdown as it is written.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    [Inject]
    private StatusBoard Status { get; set; } = null!;

    [Inject]
    private MarkdownRenderer Markdown { get; set; } = null!;

    [Inject]
    private PageSettingsFile Settings { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private IReadOnlyList<TreeRow> Rows => _tree?.Rows ?? [];

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            _sources = [.. (await Status.GetAsync()).Sources.Select(source => source.Name)];
            if (string.IsNullOrEmpty(Source))
            {
                if (_sources.Count > 0) Navigation.NavigateTo(PlaceAddress.Of(_sources[0]), replace: true);
                _loading = false;
                return;
            }

            await ShowTreeAsync(Source);
            await ShowFileAsync(Source, Path);
        }
        catch (KnowledgeBaseException exception)
        {
            _problem = Wording.Error(exception, KnowledgeBase);
        }

        _loading = false;
    }

    private static string Icon(TreeRow row) =>
        row.LeftOut is not null ? "slash-circle" : row.IsFolder ? row.IsOpen ? "folder2-open" : "folder2" : Languages.Of(row.Path) == "markdown" ? "file-text" : "file-code";

    private async Task ShowTreeAsync(string source)
    {
        if (_treeOf != source)
        {
            _treeOf = source;
            _tree = await KnowledgeBase.ListFilesAsync(source) is { } files ? new FileTree(files) : null;
            _tree?.Filter(_filter);
        }

        if (Path is { Length: > 0 } path) _tree?.Reveal(path);
        Number();
        if (_numbered.FindIndex(item => item.Row.Path == Path) is >= 0 and var index) _cursor = index;
    }

    private async Task ShowFileAsync(string source, string? path)
    {
        (_problem, _span) = (null, PlaceAddress.ParseLines(new Uri(Navigation.Uri).Fragment));
        if (_tree is null)
        {
            (_file, _problem) = (null, $"There is no source '{source}' in this knowledge base.");
            return;
        }

        if (string.IsNullOrEmpty(path))
        {
            _file = null;
            return;
        }

        if (_file is not { } old || old.Source != source || old.Path != path)
        {
            _file = await KnowledgeBase.ReadFileAsync(source, path);
            _isUncommitted = _file is { FromIndex: false, Text: not null, Commit: not null } && await KnowledgeBase.IsUncommittedAsync(source, path);
            if (_file is null) _problem = "The source lists no such file. It may have been removed since.";
            _isMarkdown = _file is { Language: "markdown", Text: not null };
            _lines = _file?.Text is { } text ? new LineMap(text).Count : 0;
            _rendered = _isMarkdown ? Markdown.Render(_file!.Text!, link => PlaceAddress.Resolve(source, path, link)) : "";
        }

        _raw = View == "source" || (_span is not null && View is null);
    }

    private void Number() => _numbered = [.. Rows.Select((row, i) => (row, i))];

    private string RowClass(TreeRow row, int index) =>
        $"{(row.Path == Path ? "is-current" : "")} {(index == _cursor ? "is-cursor" : "")} {(row.LeftOut is not null ? "is-out" : "")}";

    private void Filter(string? text)
    {
        _filter = text ?? "";
        _tree?.Filter(_filter);
        _cursor = 0;
        Number();
    }

    private async Task ChooseAsync(int index)
    {
        if (index < 0 || index >= Rows.Count) return;
        _cursor = index;
        var row = Rows[index];
        if (row.IsFolder && row.LeftOut is null)
        {
            _tree!.Toggle(row.Path);
            Number();
        }
        else
        {
            Navigation.NavigateTo(PlaceAddress.Of(Source!, row.Path.TrimEnd('/')));
        }

        await Js.InvokeVoidAsync("localrag.revealRow", _treeElement, _cursor);
    }

    private async Task OnKeyAsync(KeyboardEventArgs args)
    {
        if (Rows.Count == 0) return;
        _cursor = Math.Clamp(_cursor, 0, Rows.Count - 1);
        var row = Rows[_cursor];
        switch (args.Key)
        {
            case "ArrowDown": _cursor++; break;
            case "ArrowUp": _cursor--; break;
            case "Home": _cursor = 0; break;
            case "End": _cursor = Rows.Count - 1; break;
            case "PageDown": _cursor += 20; break;
            case "PageUp": _cursor -= 20; break;
            case "ArrowRight" when row.IsFolder: _tree!.Set(row.Path, true); Number(); break;
            case "ArrowLeft" when row is { IsFolder: true, IsOpen: true }: _tree!.Set(row.Path, false); Number(); break;
            case "ArrowLeft": _cursor = Math.Max(0, _numbered.FindIndex(item => item.Row.IsFolder && row.Path.StartsWith(item.Row.Path, StringComparison.Ordinal) && item.Row.Depth == row.Depth - 1)); break;
            case "Enter": await ChooseAsync(_cursor); return;
            default: return;
        }

        _cursor = Math.Clamp(_cursor, 0, Rows.Count - 1);
        await Js.InvokeVoidAsync("localrag.revealRow", _treeElement, _cursor);
    }

    private void SetRaw(bool raw) => Navigation.NavigateTo($"{PlaceAddress.Of(Source!, Path)}{(raw ? "?view=source" : "?view=rendered")}", replace: true);

    private void Jump(int line)
    {
        _raw = true;
        Select(new SourceSpan(line, line));
    }

    private void Select(SourceSpan span)
    {
        _span = span;
        Navigation.NavigateTo($"{PlaceAddress.Of(Source!, Path)}{(View is null ? "" : "?view=source")}#L{span.StartLine}{(span.Length > 1 ? $"-L{span.EndLine}" : "")}", replace: true);
    }
}

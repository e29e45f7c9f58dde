using LocalRag.Documents;
using LocalRag.Retrieval;
using LocalRag.Web.Asking;
using LocalRag.Web.Browsing;
using LocalRag.Web.Highlighting;
using LocalRag.Web.Searching;
using LocalRag.Web.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace LocalRag.Web.Components.Pages;

/// <summary>The Search page. The query and the filters are in the address.</summary>
public sealed partial class Search : IDisposable
{
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(120);

    /// <summary>The lines of a hit that the list shows.</summary>
    private const int SnippetLines = 3;

    private readonly Dictionary<long, string> _snippets = [];
    private SearchModel _model = null!;
    private FileText? _preview;
    private string _query = "";
    private string? _searched;
    private ElementReference _list;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? Source { get; set; }

    [SupplyParameterFromQuery]
    public string? Path { get; set; }

    [SupplyParameterFromQuery]
    public string? Lang { get; set; }

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    [Inject]
    private PageSettingsFile Settings { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private SearchFilters Filters => FilterText.Read(Source, Path, Lang);

    public void Dispose() => _model.Dispose();

    protected override void OnInitialized() => _model = new SearchModel(KnowledgeBase);

    protected override async Task OnParametersSetAsync()
    {
        var wanted = $"{Q}\0{Source}\0{Path}\0{Lang}";
        if (wanted == _searched) return;
        _searched = wanted;
        if (_query.Trim() != (Q ?? "")) _query = Q ?? "";
        await SearchAsync(TimeSpan.Zero);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Js.InvokeVoidAsync("localrag.focus", "[data-key=\"/\"]");
    }

    private static string Label(SearchHit hit) =>
        hit.Header.Container is { Length: > 0 } heading ? heading : hit.Kind.ToString();

    private static string Address(SearchHit hit) => $"{PlaceAddress.Of(hit.Source, hit.Path)}#L{hit.Span.StartLine}-L{hit.Span.EndLine}";

    private async Task TypeAsync(string? text)
    {
        _query = text ?? "";
        await SearchAsync(Debounce);
    }

    private async Task SearchAsync(TimeSpan wait)
    {
        var query = _query;
        if (!await _model.SearchAsync(query, Filters, Settings.Current.SearchLimit, wait)) return;
        _snippets.Clear();
        if (query.Trim() != (Q ?? ""))
        {
            _searched = $"{query.Trim()}\0{Source}\0{Path}\0{Lang}";
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("q", query.Trim() is { Length: > 0 } text ? text : null), replace: true);
        }

        await PreviewAsync();
    }

    private async Task OnKeyAsync(KeyboardEventArgs args)
    {
        switch (args.Key)
        {
            case "ArrowDown":
                await SelectAsync(_model.Selected + 1);
                break;
            case "ArrowUp":
                await SelectAsync(_model.Selected - 1);
                break;
            case "Enter" when _model.SelectedHit is { } hit:
                Open(hit);
                break;
        }
    }

    private async Task SelectAsync(int index)
    {
        _model.Select(index);
        await Js.InvokeVoidAsync("localrag.revealIn", _list, $"#hit-{_model.Selected}");
        await PreviewAsync();
    }

    private async Task PreviewAsync()
    {
        if (_model.SelectedHit is not { } hit || (_preview is { } old && old.Source == hit.Source && old.Path == hit.Path)) return;
        var file = await KnowledgeBase.ReadFileAsync(hit.Source, hit.Path);
        if (_model.SelectedHit is { } now && now.Source == hit.Source && now.Path == hit.Path) _preview = file is { ChangedOnDisk: false } ? file : null;
    }

    private void Open(SearchHit hit) => Navigation.NavigateTo(Address(hit));

    private void SetFilters(SearchFilters filters) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["source"] = filters.Source, ["path"] = filters.PathGlob, ["lang"] = filters.Language }), replace: true);

    private int IndexOf(SearchHit hit)
    {
        for (var i = 0; i < _model.Listed.Count; i++)
            if (ReferenceEquals(_model.Listed[i], hit)) return i;
        return -1;
    }

    /// <summary>The lines of a hit with the most of the query's words, coloured and marked.</summary>
    private string Snippet(SearchHit hit)
    {
        if (_snippets.TryGetValue(hit.ChunkId, out var known)) return known;
        var marks = WordMarks.Find(hit.Text, _model.Query);
        var lines = SyntaxHighlighter.Highlight(hit.Text, hit.Language, marks);
        var map = new LineMap(hit.Text);
        var best = marks.GroupBy(mark => map.LineAt(mark.Start)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Select(group => group.Key - 1).FirstOrDefault();
        var first = Math.Clamp(best - 1, 0, Math.Max(0, lines.Count - SnippetLines));
        var indent = Enumerable.Range(first, Math.Min(SnippetLines, lines.Count - first)).Where(i => !map.IsBlank(i + 1)).Select(i => map[i + 1].Length - map[i + 1].TrimStart().Length).DefaultIfEmpty(0).Min();
        return _snippets[hit.ChunkId] = string.Concat(lines.Skip(first).Take(SnippetLines).Select(line => $"<span class=\"l\">{(line.Length >= indent && string.IsNullOrWhiteSpace(line[..indent]) ? line[indent..] : line)}</span>"));
    }
}

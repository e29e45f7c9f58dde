using LocalRag.Documents;
using LocalRag.Retrieval;
using LocalRag.Web.Addressing;
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
    private AddressedState<SearchAddress> _state = null!;
    private string _query = "";
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

    private SearchAddress Asked => new(Q?.Trim() ?? "", FilterText.Read(Source, Path, Lang));

    public void Dispose() => _model.Dispose();

    protected override Task OnInitializedAsync()
    {
        _model = new SearchModel(KnowledgeBase);
        _state = new AddressedState<SearchAddress>(Asked);
        return TakeAsync();
    }

    protected override Task OnParametersSetAsync() => _state.Arrive(Asked) ? TakeAsync() : Task.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Js.InvokeVoidAsync("localrag.focus", "[data-key=\"/\"]");
    }

    private static string Label(SearchHit hit) =>
        hit.Header.Container is { Length: > 0 } heading ? heading : hit.Kind.ToString();

    private static string Address(SearchHit hit) => $"{PlaceAddress.Of(hit.Source, hit.Path)}#L{hit.Span.StartLine}-L{hit.Span.EndLine}";

    private static string AddressOf(SearchAddress state) => FilterText.Address("search", state.Filters, ("q", state.Query));

    private Task TakeAsync()
    {
        _query = _state.Value.Query;
        return SearchAsync(TimeSpan.Zero);
    }

    private Task TypeAsync(string? text)
    {
        _query = text ?? "";
        _state.Value = _state.Value with { Query = _query.Trim() };
        return SearchAsync(Debounce);
    }

    private Task SetFiltersAsync(SearchFilters filters)
    {
        _state.Value = _state.Value with { Filters = filters };
        return SearchAsync(TimeSpan.Zero);
    }

    private async Task<bool> SearchAsync(TimeSpan wait)
    {
        if (!await _model.SearchAsync(_state.Value.Query, _state.Value.Filters, Settings.Current.SearchLimit, wait)) return false;
        _snippets.Clear();
        Publish();
        await PreviewAsync();
        return true;
    }

    private void Publish()
    {
        if (_state.Publish()) Navigation.NavigateTo(AddressOf(_state.Value), replace: true);
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
            case "Enter":
                // Whoever types fast and hits Enter means what was typed, not the results that still stand there.
                if (_model.Query != _state.Value.Query && !await SearchAsync(TimeSpan.Zero)) return;
                if (_model.SelectedHit is { } hit) Open(hit);
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

    private void Open(SearchHit hit)
    {
        // The way back leads to what stands in the box, and a search that ends later must not replace the page that is opened.
        _model.Cancel();
        Publish();
        Navigation.NavigateTo(Address(hit));
    }

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

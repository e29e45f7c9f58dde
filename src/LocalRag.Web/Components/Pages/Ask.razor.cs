using LocalRag.Conversations;
using LocalRag.Retrieval;
using LocalRag.Web.Addressing;
using LocalRag.Web.Asking;
using LocalRag.Web.Overview;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LocalRag.Web.Components.Pages;

/// <summary>The Ask page. Which conversation, which citation and which filters are shown is in the address.</summary>
public sealed partial class Ask : IDisposable
{
    private const string DraftKey = "localrag-draft";

    private AskModel _model = null!;
    private AddressedState<SearchFilters> _filters = null!;
    private Throttle? _render;
    private Throttle? _check;
    private Dictionary<DateTimeOffset, IReadOnlyDictionary<int, PlaceStanding>> _standings = [];
    private bool _wasRunning;
    private int _lastCheck;
    private IReadOnlyList<ConversationEntry> _entries = [];
    private string _draft = "";
    private ElementReference _transcript;
    private bool _scrollToEnd;

    [Parameter]
    public string? Id { get; set; }

    /// <summary>When the entry was asked whose citation is shown, in ticks.</summary>
    [SupplyParameterFromQuery]
    public long? Turn { get; set; }

    /// <summary>The number of the citation that the side panel shows.</summary>
    [SupplyParameterFromQuery]
    public int? Cite { get; set; }

    /// <summary>A question to begin with; it is put into the box, not asked.</summary>
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
    private AnswerRuns Runs { get; set; } = null!;

    [Inject]
    private StatusBoard Status { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private SearchFilters Filters => _filters.Value;

    private IReadOnlyDictionary<int, PlaceStanding>? ShownStandings => _entries.FirstOrDefault(entry => entry.AskedAt.UtcTicks == Turn) is { } shown ? _standings.GetValueOrDefault(shown.AskedAt) : null;

    private CitedPlace? Place => _entries.FirstOrDefault(entry => entry.AskedAt.UtcTicks == Turn)?.Places.FirstOrDefault(place => place.Number == Cite);

    public void Dispose()
    {
        _model.Changed -= OnModelChanged;
        Status.Changed -= OnFilesChanged;
        _model.Dispose();
        _render?.Dispose();
        _check?.Dispose();
    }

    protected override void OnInitialized()
    {
        _model = new AskModel(KnowledgeBase, Runs);
        _model.Changed += OnModelChanged;
        _render = new Throttle(Throttle.Rendering, () => InvokeAsync(Render));
        _check = new Throttle(TimeSpan.FromMilliseconds(500), () => InvokeAsync(CheckPlacesAsync));
        Status.Changed += OnFilesChanged;
        _draft = Q ?? "";
        _filters = new AddressedState<SearchFilters>(FilterText.Read(Source, Path, Lang));
    }

    protected override async Task OnParametersSetAsync()
    {
        _filters.Arrive(FilterText.Read(Source, Path, Lang));
        var before = _model.Conversation?.Id;
        await _model.OpenAsync(Id);
        _entries = _model.Entries;
        _scrollToEnd |= Id is not null && Id != before;
        if (_model.Conversation?.Id != before) _check?.Notify();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Js.InvokeVoidAsync("localrag.focus", "[data-key=\"/\"]");
        if (!_scrollToEnd) return;
        _scrollToEnd = false;
        await Js.InvokeVoidAsync("localrag.toEnd", _transcript);
    }

    private void OnModelChanged() => _render?.Notify();

    private void OnFilesChanged() => _check?.Notify();

    private void Render()
    {
        _entries = _model.Entries;
        if (_wasRunning && !_model.IsRunning) _check?.Notify();
        _wasRunning = _model.IsRunning;
        StateHasChanged();
    }

    /// <summary>Marks the citations whose lines are no longer what they were when they were read.</summary>
    private async Task CheckPlacesAsync()
    {
        var check = ++_lastCheck;
        Dictionary<DateTimeOffset, IReadOnlyDictionary<int, PlaceStanding>> standings;
        try
        {
            standings = await PlaceStandings.ReadAsync(KnowledgeBase, [.. _entries.Where(entry => !_model.IsRunning || entry != _entries[^1])]);
        }
        catch (KnowledgeBaseException)
        {
            // The index is being made anew; what it says of itself stands at the rail.
            return;
        }

        // Another conversation may have been opened, or another file have changed, meanwhile.
        if (check != _lastCheck) return;
        _standings = standings;
        StateHasChanged();
    }

    private async Task SendAsync()
    {
        // The browser has emptied the box, and puts the text back where it could not be asked; see localrag.js.
        await Js.InvokeVoidAsync(await AskAsync(_draft) ? "localrag.sent" : "localrag.notSent", DraftKey);
    }

    private async Task<bool> AskAsync(string text) => Show(await _model.AskAsync(text, Filters));

    private async Task AgainAsync(ConversationEntry entry, string? text) => Show(await _model.AskAgainAsync(entry, text));

    private bool Show(string? id)
    {
        Render();
        if (id is null) return false;
        _scrollToEnd = true;
        var address = Navigation.ToAbsoluteUri(AddressOf(null, null)).AbsoluteUri;
        if (Navigation.Uri != address) Navigation.NavigateTo(address, replace: Id == id);
        return true;
    }

    private void SetFilters(SearchFilters filters)
    {
        _filters.Value = filters;
        if (_filters.Publish()) Navigation.NavigateTo(AddressOf(Turn, Cite), replace: true);
    }

    private void ClosePlace() => Navigation.NavigateTo(AddressOf(null, null));

    /// <summary>The page's address, from what is shown: the browser's own may still be on its way to it.</summary>
    private string AddressOf(long? turn, int? cite) =>
        FilterText.Address(_model.Conversation is { } conversation ? $"ask/{conversation.Id}" : "", Filters, ("turn", $"{turn}"), ("cite", $"{cite}"));

    private async Task DeleteAsync()
    {
        await _model.DeleteAsync();
        Navigation.NavigateTo("");
    }

    private async Task ExportAsync()
    {
        if (_model.Conversation is { } conversation)
            await Js.InvokeVoidAsync("localrag.download", $"{conversation.Id}.md", "text/markdown", ConversationExport.ToMarkdown(conversation));
    }
}

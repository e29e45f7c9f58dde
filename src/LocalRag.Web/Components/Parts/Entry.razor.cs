using LocalRag.Conversations;
using LocalRag.Retrieval;
using LocalRag.Web.Addressing;
using LocalRag.Web.Asking;
using LocalRag.Web.Rendering;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>A question with its answer, as it is being made or as it was kept.</summary>
public sealed partial class Entry
{
    private IReadOnlyList<string> _blocks = [];
    private ConversationEntry? _rendered;
    private SearchFilters _renderedFor = SearchFilters.None;
    private IReadOnlyDictionary<int, PlaceStanding> _renderedWith = PlaceStandings.None;
    private bool _editing;
    private bool _showWhy;
    private bool _askReason;
    private string _question = "";
    private string _reason = "";

    [Parameter, EditorRequired]
    public ConversationEntry Value { get; set; } = null!;

    [Parameter]
    public bool IsRunning { get; set; }

    [Parameter]
    public bool IsLast { get; set; }

    [Parameter]
    public string? Thinking { get; set; }

    /// <summary>The conversation's address, relative to the base.</summary>
    [Parameter]
    public string Address { get; set; } = "";

    /// <summary>The filters that the page is set to; its links keep them.</summary>
    [Parameter]
    public SearchFilters PageFilters { get; set; } = SearchFilters.None;

    /// <summary>The places, by number, whose lines are not what they were.</summary>
    [Parameter]
    public IReadOnlyDictionary<int, PlaceStanding> Standings { get; set; } = PlaceStandings.None;

    /// <summary>The number of the place in the side panel; null where it shows none of this entry.</summary>
    [Parameter]
    public int? Shown { get; set; }

    [Parameter]
    public EventCallback<string> OnAsk { get; set; }

    /// <summary>Asks again, with the text where it is not null.</summary>
    [Parameter]
    public EventCallback<string?> OnAgain { get; set; }

    [Parameter]
    public EventCallback<Judgement> OnRate { get; set; }

    [Inject]
    private MarkdownRenderer Markdown { get; set; } = null!;

    private IReadOnlyList<string> Suggested => Value.Refused || Value.State != EntryState.Complete ? [] : Suggestions.From(Value);

    /// <summary>What the answer cites; while it is being written, what it reads.</summary>
    private IReadOnlyList<CitedPlace> ShownPlaces => PlaceStandings.Shown(Value);

    protected override void OnParametersSet()
    {
        if (_rendered is { } old && old.Text == Value.Text && ReferenceEquals(old.Places, Value.Places) && ReferenceEquals(old.Unsupported, Value.Unsupported) && _renderedFor == PageFilters && ReferenceEquals(_renderedWith, Standings)) return;
        (_rendered, _renderedFor, _renderedWith) = (Value, PageFilters, Standings);
        _blocks = AnswerMarkup.Render(Markdown, Value, Standings, CitationAddress);
    }

    private static string NameOf(CitedPlace place) => place.Path[(place.Path.LastIndexOf('/') + 1)..];

    private string TitleOf(CitedPlace place) =>
        $"{place.Source}/{place.Path}, lines {place.Span}{(place.Symbol is { } symbol ? $" · {symbol}" : "")}{(place.Supported == false ? " · does not carry the sentence" : "")}{Standings.GetValueOrDefault(place.Number) switch
        {
            PlaceStanding.Changed => " · changed since",
            PlaceStanding.Gone => " · no longer there",
            PlaceStanding.OutOfReach => " · cannot be read now",
            _ => "",
        }}";

    private string CitationAddress(int number) => FilterText.Address(Address, PageFilters, ("turn", $"{Value.AskedAt.UtcTicks}"), ("cite", $"{number}"));

    private string Pressed(int rating) => Value.Rating == rating ? "true" : "false";

    private void Edit() => (_editing, _question) = (true, Value.Question);

    private async Task ResendAsync()
    {
        if (string.IsNullOrWhiteSpace(_question)) return;
        _editing = false;
        await OnAgain.InvokeAsync(_question);
    }

    private async Task RateAsync(int rating)
    {
        var wanted = Value.Rating == rating ? (int?)null : rating;
        _askReason = wanted == -1;
        _reason = Value.RatingReason ?? "";
        await OnRate.InvokeAsync(new Judgement(wanted, null));
    }

    private async Task SaveReasonAsync()
    {
        _askReason = false;
        await OnRate.InvokeAsync(new Judgement(-1, string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim()));
    }
}

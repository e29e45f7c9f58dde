using LocalRag.Conversations;
using LocalRag.Web.Asking;
using LocalRag.Web.Browsing;
using LocalRag.Web.Settings;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>A cited place in its file, on exactly its lines.</summary>
public sealed partial class PlacePanel
{
    private CitedPlace? _shown;
    private IReadOnlyDictionary<int, PlaceStanding>? _shownWith;
    private FileText? _file;
    private PlaceStanding _standing;
    private bool _loading;

    [Parameter, EditorRequired]
    public CitedPlace Place { get; set; } = null!;

    /// <summary>How the entry's places stood when they were last looked at; where it is another, the file is read anew.</summary>
    [Parameter]
    public IReadOnlyDictionary<int, PlaceStanding>? Standings { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    [Inject]
    private PageSettingsFile Settings { get; set; } = null!;

    private string Address => PlaceAddress.Of(Place.Source, Place.Path);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown is { } old && old.Source == Place.Source && old.Path == Place.Path && old.Span == Place.Span && old.Text == Place.Text && ReferenceEquals(_shownWith, Standings)) return;
        var place = _shown = Place;
        var standings = _shownWith = Standings;
        if (_file is null || _file.Path != place.Path || _file.Source != place.Source) (_loading, _standing) = (true, PlaceStanding.Same);
        var file = await KnowledgeBase.ReadFileAsync(place.Source, place.Path);
        if (!ReferenceEquals(_shown, place) || !ReferenceEquals(_shownWith, standings)) return;
        (_file, _standing, _loading) = (file, PlaceStandings.Of(file, place), false);
    }
}

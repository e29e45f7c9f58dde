using LocalRag.Conversations;
using LocalRag.Documents;
using LocalRag.Web.Browsing;
using LocalRag.Web.Settings;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>A cited place in its file, on exactly its lines.</summary>
public sealed partial class PlacePanel
{
    private CitedPlace? _shown;
    private FileText? _file;
    private bool _moved;
    private bool _loading;

    [Parameter, EditorRequired]
    public CitedPlace Place { get; set; } = null!;

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    [Inject]
    private PageSettingsFile Settings { get; set; } = null!;

    private string Address => PlaceAddress.Of(Place.Source, Place.Path);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown is { } old && old.Source == Place.Source && old.Path == Place.Path && old.Span == Place.Span && old.Text == Place.Text) return;
        var place = _shown = Place;
        (_loading, _moved) = (true, false);
        var file = await KnowledgeBase.ReadFileAsync(place.Source, place.Path);
        if (_shown != place) return;
        (_file, _moved, _loading) = (file, !Holds(file, place), false);
    }

    /// <summary>Whether the lines still say what they said when the answer was made.</summary>
    private static bool Holds(FileText? file, CitedPlace place)
    {
        if (file?.Text is not { } text) return false;
        var lines = new LineMap(text);
        return place.EndLine <= lines.Count && Plain(lines.Slice(place.Span)).Contains(Plain(place.Text), StringComparison.Ordinal);
    }

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}

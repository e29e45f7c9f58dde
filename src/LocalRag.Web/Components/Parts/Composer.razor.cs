using LocalRag.Retrieval;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>The question box with its filters.</summary>
public sealed partial class Composer
{
    private bool _showFilters;

    [Parameter]
    public string Text { get; set; } = "";

    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    [Parameter]
    public SearchFilters Filters { get; set; } = SearchFilters.None;

    [Parameter]
    public EventCallback<SearchFilters> OnFilters { get; set; }

    [Parameter]
    public bool IsRunning { get; set; }

    [Parameter]
    public EventCallback OnSend { get; set; }

    [Parameter]
    public EventCallback OnStop { get; set; }

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    private Task SetTextAsync(string? text)
    {
        KnowledgeBase.NoteActivity();
        return TextChanged.InvokeAsync(text ?? "");
    }

    private async Task ToggleFilters()
    {
        _showFilters = !(_showFilters || !Filters.IsEmpty);
        if (!_showFilters && !Filters.IsEmpty) await OnFilters.InvokeAsync(SearchFilters.None);
    }
}

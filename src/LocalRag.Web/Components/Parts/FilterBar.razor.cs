using LocalRag.Retrieval;
using LocalRag.Web.Overview;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>Narrows a question or search to a source, a path and a language that the index holds.</summary>
public sealed partial class FilterBar
{
    private IReadOnlyList<string> _sources = [];
    private IReadOnlyList<string> _languages = [];

    [Parameter, EditorRequired]
    public SearchFilters Filters { get; set; } = SearchFilters.None;

    [Parameter]
    public EventCallback<SearchFilters> OnChange { get; set; }

    [Inject]
    private StatusBoard Status { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        try
        {
            var status = await Status.GetAsync();
            _sources = [.. status.Sources.Select(source => source.Name)];
            _languages = [.. status.Sources.SelectMany(source => source.Languages).GroupBy(language => language.Language).OrderByDescending(group => group.Sum(language => language.Files)).Select(group => group.Key)];
        }
        catch (KnowledgeBaseException)
        {
            // Without a readable index there is nothing to choose from; the page itself says what is wrong.
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private Task ChangeAsync(SearchFilters filters) => OnChange.InvokeAsync(filters);
}

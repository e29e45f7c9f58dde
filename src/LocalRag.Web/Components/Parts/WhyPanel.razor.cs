using LocalRag.Retrieval;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>What was searched for a question and how each place got its rank.</summary>
public sealed partial class WhyPanel : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private SearchResult? _result;
    private string? _problem;

    [Parameter, EditorRequired]
    public string Question { get; set; } = "";

    [Parameter]
    public SearchFilters Filters { get; set; } = SearchFilters.None;

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _result = await KnowledgeBase.SearchAsync(new SearchQuery(Question) { Filters = Filters, Explain = true }, _gone.Token);
        }
        catch (KnowledgeBaseException exception)
        {
            _problem = Wording.Error(exception, KnowledgeBase);
        }
        catch (OperationCanceledException)
        {
            // The reader closed it before the search had ended.
        }
    }
}

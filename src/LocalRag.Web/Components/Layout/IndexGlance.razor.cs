using LocalRag.Web.Indexing;
using LocalRag.Web.Overview;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Layout;

/// <summary>The state of the index in two lines, on every page.</summary>
public sealed partial class IndexGlance : IDisposable
{
    private KnowledgeBaseStatus? _status;
    private string? _problem;
    private Throttle? _render;
    private Throttle? _reload;

    [Inject]
    private StatusBoard Status { get; set; } = null!;

    [Inject]
    private IndexRuns Runs { get; set; } = null!;

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    public void Dispose()
    {
        Runs.Changed -= OnRunChanged;
        Status.Changed -= OnStatusChanged;
        _render?.Dispose();
        _reload?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _render = new Throttle(TimeSpan.FromMilliseconds(200), () => InvokeAsync(StateHasChanged));
        _reload = new Throttle(TimeSpan.FromMilliseconds(200), () => InvokeAsync(ReloadAsync));
        Runs.Changed += OnRunChanged;
        Status.Changed += OnStatusChanged;
        await LoadAsync();
    }

    private void OnRunChanged() => _render?.Notify();

    private void OnStatusChanged() => _reload?.Notify();

    private async Task ReloadAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        try
        {
            (_status, _problem) = (await Status.GetAsync(), null);
        }
        catch (KnowledgeBaseException exception)
        {
            _problem = Wording.Error(exception, KnowledgeBase);
        }
    }
}

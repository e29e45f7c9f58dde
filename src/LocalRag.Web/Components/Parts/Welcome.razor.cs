using LocalRag.Web.Indexing;
using LocalRag.Web.Overview;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Parts;

/// <summary>What stands in a conversation before its first question: what there is to ask, or the index being made.</summary>
public sealed partial class Welcome : IDisposable
{
    private KnowledgeBaseStatus? _status;
    private string? _problem;
    private Throttle? _render;
    private Throttle? _reload;

    /// <summary>What is wrong with the conversation that was wanted, in words.</summary>
    [Parameter]
    public string? Problem { get; set; }

    [Parameter]
    public EventCallback<string> OnAsk { get; set; }

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
        _render = new Throttle(TimeSpan.FromMilliseconds(150), () => InvokeAsync(StateHasChanged));
        _reload = new Throttle(TimeSpan.FromMilliseconds(150), () => InvokeAsync(ReloadAsync));
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

using LocalRag.Indexing;
using LocalRag.Web.Indexing;
using LocalRag.Web.Overview;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Pages;

/// <summary>The Index page: what is indexed, what goes on, and what has been.</summary>
public sealed partial class Sources : IDisposable
{
    private KnowledgeBaseStatus? _status;
    private IReadOnlyList<RunRecord> _history = [];
    private string? _problem;
    private bool _wholeHistory;
    private DateTimeOffset _opened;
    private Throttle? _render;
    private Throttle? _reload;

    [Inject]
    private KnowledgeBase KnowledgeBase { get; set; } = null!;

    [Inject]
    private StatusBoard Status { get; set; } = null!;

    [Inject]
    private IndexRuns Runs { get; set; } = null!;

    [Inject]
    private RunHistory History { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Runs that go on, and those that ended while this page was open.</summary>
    private IEnumerable<IndexRun> Shown => Runs.All.Where(run => !run.IsOver || run.StartedAt >= _opened);

    public void Dispose()
    {
        Runs.Changed -= OnRunChanged;
        Status.Changed -= OnStatusChanged;
        _render?.Dispose();
        _reload?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _opened = Time.GetUtcNow();
        _render = new Throttle(TimeSpan.FromMilliseconds(100), () => InvokeAsync(StateHasChanged));
        _reload = new Throttle(TimeSpan.FromMilliseconds(100), () => InvokeAsync(ReloadAsync));
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
            _status = await Status.GetAsync();
            _history = await Task.Run(History.Read);
            _problem = null;
        }
        catch (KnowledgeBaseException exception)
        {
            _problem = Wording.Error(exception, KnowledgeBase);
        }
    }

    private void StartAsync(IndexRequest request) => Runs.Start(request);

    private async Task RemoveAsync(string source)
    {
        try
        {
            await KnowledgeBase.RemoveSourceAsync(source);
            Status.Invalidate();
        }
        catch (KnowledgeBaseException exception)
        {
            _problem = Wording.Error(exception, KnowledgeBase);
        }
    }
}

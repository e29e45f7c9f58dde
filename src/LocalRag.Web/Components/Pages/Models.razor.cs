using LocalRag.Models;
using LocalRag.Models.Hardware;
using LocalRag.Models.Hosting;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;
using LocalRag.Web.ModelRoom;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Pages;

/// <summary>The Models page: what is used, what is here, and what would fit.</summary>
public sealed partial class Models : IDisposable
{
    private static readonly ModelRole[] Roles = [ModelRole.Generator, ModelRole.Embedder, ModelRole.Reranker];

    private static readonly (ModelRole Role, string Text)[] Undo =
    [
        (ModelRole.Generator, "Answer without a generator again"), (ModelRole.Embedder, "Go on with the built-in embedder alone"), (ModelRole.Reranker, "Leave the order as it is found"),
    ];

    private readonly CancellationTokenSource _gone = new();
    private ModelSettings? _settings;
    private IReadOnlyList<InstalledModel> _installed = [];
    private IReadOnlyList<ModelAdvice> _advice = [];
    private HardwareProfile? _hardware;
    private HostState? _host;
    private ModelTask _task = ModelTask.Code;
    private string? _problem;
    private Throttle? _reload;

    [Inject]
    private ModelShelf Shelf { get; set; } = null!;

    public void Dispose()
    {
        Shelf.Changed -= OnChanged;
        _reload?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _reload = new Throttle(TimeSpan.FromMilliseconds(150), () => InvokeAsync(ReloadAsync));
        Shelf.Changed += OnChanged;
        Load();
        try
        {
            var token = _gone.Token;
            _host = await Shelf.ReadHostAsync(token);
            // Measuring occupies a core for a moment; not this page's own thread.
            _hardware = await Task.Run(() => Shelf.ReadHardwareAsync(token), token);
            Show(_task);
        }
        catch (OperationCanceledException)
        {
            // The reader left before the machine was measured.
        }
    }

    private string? Used(ModelRole role) => _settings?.For(role)?.Model;

    private void OnChanged() => _reload?.Notify();

    private async Task ReloadAsync()
    {
        Load();
        _host = await Shelf.ReadHostAsync(_gone.Token);
        StateHasChanged();
    }

    private void Load()
    {
        try
        {
            _settings = Shelf.ReadSettings();
            _installed = Shelf.List();
            _problem = null;
        }
        catch (ModelException exception)
        {
            _problem = exception.Message;
        }
    }

    private void Show(ModelTask task)
    {
        _task = task;
        if (_hardware is { } hardware) _advice = [.. Roles.SelectMany(role => Shelf.Recommend(hardware, role, task).Take(role == ModelRole.Generator ? 5 : 2))];
    }

    private void Use(ModelRole role, string? model)
    {
        try
        {
            Shelf.Use(role, model);
            Load();
        }
        catch (ModelException exception)
        {
            _problem = exception.Message;
        }
    }
}

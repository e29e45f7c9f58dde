using LocalRag.Models;
using LocalRag.Models.Catalogue;
using LocalRag.Models.Hardware;
using LocalRag.Models.Hosting;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;

namespace LocalRag.Web.ModelRoom;

/// <summary>The models that are here, that are used, and that would fit; and the one that is being fetched.</summary>
internal sealed class ModelShelf(string home, IHostApplicationLifetime lifetime, ILogger<ModelShelf> logger) : IDisposable
{
    private readonly SettingsFile _settings = new(home);
    private readonly ModelCatalog _catalogue = ModelCatalog.BuiltIn;
    private HardwareProfile? _hardware;
    private ModelStore? _store;

    public event Action? Changed;

    public ModelPull? Pull { get; private set; }

    /// <summary>The model that is being tried, or was tried last.</summary>
    public ModelTrial? Trial { get; private set; }

    /// <exception cref="ModelException">A setting is wrong; the message names it.</exception>
    public ModelSettings ReadSettings() => _settings.Read();

    /// <exception cref="ModelException">A setting is wrong; the message names it.</exception>
    public IReadOnlyList<InstalledModel> List() => Store().List();

    /// <summary>The model host's state; null where none runs.</summary>
    public Task<HostState?> ReadHostAsync(CancellationToken cancellationToken) => HostState.ReadAsync(home, cancellationToken);

    /// <summary>Reads the machine once; measuring its memory takes a moment.</summary>
    public async Task<HardwareProfile> ReadHardwareAsync(CancellationToken cancellationToken) =>
        _hardware ??= await HardwareReader.ReadAsync(_catalogue, cancellationToken);

    public IReadOnlyList<ModelAdvice> Recommend(HardwareProfile hardware, ModelRole role, ModelTask task) => new ModelAdvisor(_catalogue, hardware).Recommend(role, task);

    /// <exception cref="ModelException">The choice is wrong.</exception>
    public void Use(ModelRole role, string? model)
    {
        _settings.Use(role, model is null ? null : new ModelChoice { Model = model });
        Changed?.Invoke();
    }

    /// <summary>Begins to fetch a model; one at a time, because two share the same line and disk.</summary>
    public void BeginPull(string reference)
    {
        if (Pull is { IsOver: false }) return;
        Pull?.Dispose();
        var pull = Pull = new ModelPull(reference, lifetime.ApplicationStopping);
        pull.Changed += () => Changed?.Invoke();
        _ = Task.Run(() => PullAsync(pull), CancellationToken.None);
        Changed?.Invoke();
    }

    /// <summary>Begins to measure a model at the model host; one at a time, because two would measure each other.</summary>
    public void BeginTrial(string model)
    {
        if (Trial is { IsOver: false }) return;
        Trial?.Dispose();
        var trial = Trial = new ModelTrial(model, lifetime.ApplicationStopping);
        _ = Task.Run(() => TryAsync(trial), CancellationToken.None);
        Changed?.Invoke();
    }

    public void Dispose()
    {
        Pull?.Dispose();
        Trial?.Dispose();
        _store?.Dispose();
    }

    private async Task PullAsync(ModelPull pull)
    {
        var token = pull.Token;
        try
        {
            var store = Store();
            var plan = await store.PlanPullAsync(pull.Reference, cancellationToken: token).ConfigureAwait(false);
            var model = await store.PullAsync(plan, pull, token).ConfigureAwait(false);
            pull.End($"{model.Name} is here ({ByteSize.Format(model.Bytes)}, {model.Licence}).", failed: false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            pull.End("Stopped. What was fetched is kept; fetching it again goes on from there.", failed: false);
        }
        catch (ModelException exception)
        {
            pull.End(exception.Message, failed: true);
        }
        catch (Exception exception)
        {
            // The last resort of a background task: whoever watches must see that it ended, and the log must say why.
            Log.PullFailed(logger, pull.Reference, exception);
            pull.End("Fetching it failed. The server's log says why.", failed: true);
        }
    }

    private async Task TryAsync(ModelTrial trial)
    {
        var token = trial.Token;
        try
        {
            using var models = new ServedModels(home, _settings.Read(), Store());
            trial.End(await ModelBench.RunAsync(models, Store().Require(trial.Model), token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            trial.End(null, "Stopped.");
        }
        catch (ModelException exception)
        {
            trial.End(null, exception.Message);
        }
        catch (Exception exception)
        {
            // The last resort of a background task: whoever watches must see that it ended, and the log must say why.
            Log.TrialFailed(logger, trial.Model, exception);
            trial.End(null, "Trying it failed. The server's log says why.");
        }

        Changed?.Invoke();
    }

    private ModelStore Store() => _store ??= new ModelStore(ModelStoreOptions.From(home, _settings.Read().Downloads, Environment.GetEnvironmentVariable), _catalogue);
}

using System.Text.Json;
using LocalRag.ModelHost.Tests.Hosting;
using LocalRag.ModelHost.Tests.TinyModels;
using LocalRag.Models;
using LocalRag.Models.Catalogue;
using LocalRag.Models.Hosting;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;

namespace LocalRag.ModelHost.Tests.Clients;

/// <summary>A home folder of a test's own with tiny models in it, and clients of the host that they start.</summary>
internal sealed class ClientHome : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServedModels> _clients = [];
    private readonly ModelStore _store;
    private int? _lastHost;

    public ClientHome(params ReadOnlySpan<string> models)
    {
        Directory.CreateDirectory(_folder["models"]);
        foreach (var model in models) TinyModel.Of(model).Save(Path.Combine(_folder["models"], model + ".gguf"));
        _store = new ModelStore(new ModelStoreOptions { Folder = _folder["models"] }, ModelCatalog.BuiltIn, new ForeignStores(_ => null, _folder["nobody"]), _ => long.MaxValue);
    }

    private static string HostFile => Path.Combine(AppContext.BaseDirectory, "LocalRag.ModelHost.dll");

    public string Folder => _folder.Path;

    public ModelStore Store => _store;

    /// <summary>Chooses a model as <c>models use</c> does, and the host that was built.</summary>
    public void Use(ModelRole role, ModelChoice choice)
    {
        var file = new SettingsFile(Folder);
        if (!File.Exists(file.FilePath)) File.WriteAllText(file.FilePath, JsonSerializer.Serialize(new { host = new { executable = HostFile } }));
        file.Use(role, choice);
    }

    /// <summary>A client as a program of its own would have it.</summary>
    public ServedModels Client(ModelSettings? settings = null)
    {
        var client = new ServedModels(
            _folder.Path, settings ?? new ModelSettings(), _store,
            name => name == HostProgram.Variable ? HostFile : null);
        _clients.Add(client);
        return client;
    }

    public async Task<int> HostIdAsync(ServedModels client)
    {
        using var health = await client.Host.GetAsync("health", "its state", TestContext.Current.CancellationToken);
        _lastHost = health.RootElement.GetProperty("process_id").GetInt32();
        return _lastHost.Value;
    }

    /// <summary>Ends the host as a crash does, and waits until it is gone.</summary>
    public static async Task KillAsync(int id)
    {
        using var process = System.Diagnostics.Process.GetProcessById(id);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _store.Dispose();
        if (_lastHost is { } id)
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // The test has ended it.
            }
        }

        _folder.Dispose();
    }
}

using LocalRag.Models.Catalogue;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;

namespace LocalRag.Cli.Commands.Models;

/// <summary>The settings and the store of the home folder in use.</summary>
internal sealed class ModelHome : IDisposable
{
    public ModelHome()
    {
        Folder = LocalRagHome.Find();
        File = new SettingsFile(Folder);
        Settings = File.Read();
        Store = new ModelStore(ModelStoreOptions.From(Folder, Settings.Downloads, Environment.GetEnvironmentVariable), ModelCatalog.BuiltIn);
    }

    public string Folder { get; }

    public SettingsFile File { get; }

    public ModelSettings Settings { get; }

    public ModelStore Store { get; }

    public ServedModels Serve() => new(Folder, Settings, Store);

    public void Dispose() => Store.Dispose();
}

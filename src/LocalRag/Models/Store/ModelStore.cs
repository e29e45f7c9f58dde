using LocalRag.Models.Catalogue;
using LocalRag.Models.Gguf;

namespace LocalRag.Models.Store;

/// <summary>
/// The models on this machine: our own store, which it fills and clears, and other programs' stores, which it only reads.
/// Safe to use from several threads and processes at once.
/// </summary>
public sealed class ModelStore : IDisposable
{
    private readonly ModelStoreOptions _options;
    private readonly ModelCatalog _catalogue;
    private readonly ForeignStores _foreign;
    private readonly ModelHub _hub;
    private readonly ModelDownload _download;

    public ModelStore(ModelStoreOptions options, ModelCatalog catalogue)
        : this(options, catalogue, new ForeignStores(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)), DiskSpace.FreeBytes)
    {
    }

    internal ModelStore(ModelStoreOptions options, ModelCatalog catalogue, ForeignStores foreign, Func<string, long> freeBytes)
    {
        _options = options;
        _catalogue = catalogue;
        _foreign = foreign;
        _hub = new ModelHub(options);
        _download = new ModelDownload(options, _hub, freeBytes);
    }

    /// <summary>The folder of our own store; the model host serves the GGUF files in it by their names.</summary>
    public string Folder => _options.Folder;

    /// <summary>Lists the models here, our own first. A name that two stores have is listed twice; <see cref="Find"/> takes the first.</summary>
    public IReadOnlyList<InstalledModel> List() => [.. Own().OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase), .. _foreign.List()];

    /// <summary>Finds a model by its name, or by the name of its repository where only one file of that is here; null where there is none.</summary>
    public InstalledModel? Find(string name)
    {
        var models = List();
        return models.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? (models.Where(model => name.Equals(model.Repository, StringComparison.OrdinalIgnoreCase)).ToList() is [var only] ? only : null);
    }

    /// <summary>Finds a model that has to be here.</summary>
    /// <exception cref="ModelException">It is not.</exception>
    public InstalledModel Require(string name) => Find(name)
        ?? throw new ModelException(ModelError.NotFound, _catalogue.Find(name) is null
            ? $"There is no model '{name}' here. 'localrag models list' names those that are, 'localrag models add PATH' adds a GGUF file."
            : $"The model '{name}' is not here yet. 'localrag models pull {name}' fetches it.");

    /// <summary>Asks the hub what a pull would fetch. Nothing is downloaded yet.</summary>
    /// <param name="reference">A name of the catalogue or <c>org/name</c>, with <c>:QUANTISATION</c> or <c>:FILE.gguf</c> behind it where another than the usual is wanted.</param>
    /// <param name="name">What the model shall be called here; null for the usual.</param>
    /// <exception cref="ModelException">The model is not there, is gated, or the hub cannot be reached.</exception>
    public async Task<PullPlan> PlanPullAsync(string reference, string? name = null, CancellationToken cancellationToken = default)
    {
        var wanted = ModelReference.Parse(reference, _catalogue);
        var repository = await _hub.ReadAsync(wanted.Repository, cancellationToken).ConfigureAwait(false);
        var file = HubFileChoice.Choose(repository, wanted);
        var usual = wanted.Known is { } known
            ? wanted.Quantisation is { } quantisation && quantisation != known.Quantisations[0] ? $"{known.Name}-{quantisation.ToLowerInvariant()}" : known.Name
            : ModelName.Of(file.Path);
        var sha256 = file.Sha256
            ?? throw new ModelException(ModelError.Failed, $"{_options.Hub.Host} names no SHA-256 for {file.Path} of {repository.Id}, so it could not be verified. Fetch it yourself and run 'localrag models add PATH'.");
        return new PullPlan(
            ModelName.Require(name ?? usual), repository.Id, repository.Revision, file.Path, file.Bytes, sha256,
            wanted.Known?.Licence ?? repository.Licence ?? "not named by the repository", _download.BytesHere(sha256));
    }

    /// <summary>
    /// Downloads a model into our own store, or goes on where an earlier download was interrupted. The file gets its name when it is whole and its
    /// hash is right, and not before.
    /// </summary>
    /// <exception cref="ModelException">The disk is too small, the hub cannot be reached, the bytes are wrong, or another pull of it is under way.</exception>
    public async Task<InstalledModel> PullAsync(PullPlan plan, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var target = PathOf(plan.Name);
        var entry = new StoreEntry { Repository = plan.Repository, Revision = plan.Revision, File = plan.File, Sha256 = plan.Sha256, Licence = plan.Licence };
        if (!(File.Exists(target) && StoreEntry.Read(EntryPathOf(plan.Name))?.Sha256 == plan.Sha256))
        {
            if (Own().Any(model => model.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase)))
                throw new ModelException(ModelError.InvalidRequest, $"Another model is called {plan.Name} here. Remove it with 'localrag models remove {plan.Name}', or pull this one with --name.");
            var whole = await _download.FetchAsync(plan, progress, cancellationToken).ConfigureAwait(false);
            Check(whole, plan.Name, deleteOnFailure: true);
            // First the notes, then the name: notes without a model are passed over, a model without notes would lose its licence.
            entry.Write(EntryPathOf(plan.Name));
            File.Move(whole, target, overwrite: true);
        }

        return new InstalledModel(plan.Name, target, ModelOrigin.Own, new FileInfo(target).Length) { Repository = plan.Repository, Licence = plan.Licence };
    }

    /// <summary>Adds a GGUF file that lies elsewhere. It stays where it is.</summary>
    /// <exception cref="ModelException">It is no GGUF file that can be used, or the name is taken.</exception>
    public InstalledModel Add(string path, string? name = null)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new ModelException(ModelError.NotFound, $"There is no file {path}.");
        name = name is null ? ModelName.Of(full) : ModelName.Require(name);
        if (Own().Any(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new ModelException(ModelError.InvalidRequest, $"A model is called {name} already. Remove it with 'localrag models remove {name}', or pick another name with --name.");
        Check(full, name, deleteOnFailure: false);
        Directory.CreateDirectory(Folder);
        new StoreEntry { Path = full }.Write(EntryPathOf(name));
        return new InstalledModel(name, full, ModelOrigin.Added, new FileInfo(full).Length);
    }

    /// <summary>Removes a model from our own store. An added file stays; only its entry goes.</summary>
    /// <exception cref="ModelException">There is no such model, or it belongs to another program.</exception>
    public InstalledModel Remove(string name)
    {
        var model = Require(name);
        if (model.Origin is not (ModelOrigin.Own or ModelOrigin.Added))
            throw new ModelException(ModelError.InvalidRequest, $"{model.Name} lies in the store of {model.Origin}, which LocalRag only reads. Remove it with that program.");
        if (model.Origin == ModelOrigin.Own) File.Delete(model.Path);
        File.Delete(EntryPathOf(model.Name));
        return model;
    }

    public void Dispose() => _hub.Dispose();

    private IEnumerable<InstalledModel> Own()
    {
        if (!Directory.Exists(Folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(Folder, "*.gguf"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var entry = StoreEntry.Read(EntryPathOf(name));
            yield return new InstalledModel(name, path, ModelOrigin.Own, new FileInfo(path).Length) { Repository = entry?.Repository, Licence = entry?.Licence };
        }

        foreach (var path in Directory.EnumerateFiles(Folder, "*" + StoreEntry.Extension))
        {
            if (StoreEntry.Read(path)?.Path is { } added && new FileInfo(added) is { Exists: true } file)
                yield return new InstalledModel(Path.GetFileName(path)[..^StoreEntry.Extension.Length], added, ModelOrigin.Added, file.Length);
        }
    }

    private string PathOf(string name) => Path.Combine(Folder, name + ".gguf");

    private string EntryPathOf(string name) => Path.Combine(Folder, name + StoreEntry.Extension);

    private static void Check(string path, string name, bool deleteOnFailure)
    {
        try
        {
            GgufFile.Open(path);
        }
        catch (GgufException error)
        {
            if (deleteOnFailure) File.Delete(path);
            throw new ModelException(ModelError.Damaged, $"{name} cannot be used: {error.Message}", error);
        }
    }
}

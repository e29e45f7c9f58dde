using System.Collections.Concurrent;
using LocalRag.Models.Gguf;
using LocalRag.Models.Hosting;
using LocalRag.Models.Prompts;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;

namespace LocalRag.Models.Serving;

/// <summary>
/// The models that the settings name, ready for use: the model host is started when the first of them is asked, servers elsewhere are reached when asked.
/// Safe for many threads. Disposing closes the connections; the host goes on for others and ends when it is idle.
/// </summary>
public sealed class ServedModels : IDisposable
{
    // Below half a billion parameters, at four bits.
    private const long SmallModelBytes = 300_000_000;
    private const int SmallModelSourceTokens = 600;

    private readonly ModelSettings _settings;
    private readonly ModelStore _store;
    private readonly Func<string, string?> _variable;
    private readonly FileIdentities _identities;
    private readonly Lazy<ModelServer> _host;
    private readonly ConcurrentDictionary<(Uri, string?), Task<ModelServer>> _servers = new();
    private readonly ConcurrentDictionary<string, bool> _registered = new();

    public ServedModels(string home, ModelSettings settings, ModelStore store)
        : this(home, settings, store, Environment.GetEnvironmentVariable)
    {
    }

    internal ServedModels(string home, ModelSettings settings, ModelStore store, Func<string, string?> variable)
    {
        _settings = settings;
        _store = store;
        _variable = variable;
        _identities = new FileIdentities(Path.Combine(home, "models", ".hashes"));
        var address = HostAddress.Of(home);
        _host = new Lazy<ModelServer>(() => ModelHost.Connect(address, () => HostProgram.Start(HostProgram.Find(settings.Host.Executable, variable), HostArguments(address))));
    }

    /// <summary>The model host on this machine; asking it anything starts it.</summary>
    public ModelServer Host => _host.Value;

    /// <summary>Gives a generator; null where none is named and none is set up.</summary>
    /// <param name="name">A model of the store, or of the server that is set up; null for the one that is set up.</param>
    /// <exception cref="ModelException">There is no such model.</exception>
    public async Task<ServedGenerator?> GeneratorAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        var choice = Choose(_settings.Generator, name);
        if (choice is null) return null;
        if (choice.Url is null)
        {
            var installed = _store.Require(choice.Model!);
            var header = Read(installed);
            var host = await HostWithAsync(installed, TextPooling.OfFile, cancellationToken, asked: name is not null).ConfigureAwait(false);
            var family = choice.Prompt == PromptMode.Chat ? PromptFamily.ChatTemplate : PromptFamilies.OfFile(header.Shape.Architecture, header.ModelName ?? installed.Name, header.ChatTemplate);
            return new ServedGenerator(installed.Name, host.Chat(installed.Name), family, TokenCounting.For(host, installed.Name)) { SourceTokens = SourceTokens(header, installed.Bytes) };
        }

        var server = await ServerAsync(choice, cancellationToken).ConfigureAwait(false);
        var model = await ModelAsync(choice, server, cancellationToken).ConfigureAwait(false);
        var raw = choice.Prompt == PromptMode.Raw || (choice.Prompt == PromptMode.Auto && server.Kind.TakesRawPrompts());
        return new ServedGenerator(model, server.Chat(model), raw ? PromptFamilies.OfName(model) : PromptFamily.ChatTemplate, TokenCounting.For(server, model));
    }

    /// <summary>Gives the embedder that is set up; null where none is.</summary>
    /// <exception cref="ModelException">It is not there.</exception>
    public async Task<ServedEmbedder?> EmbedderAsync(CancellationToken cancellationToken = default) =>
        _settings.Embedder is { } choice ? await EmbedderAsync(choice, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Gives an embedder, set up or not.</summary>
    /// <exception cref="ModelException">It is not there.</exception>
    public async Task<ServedEmbedder> EmbedderAsync(ModelChoice choice, CancellationToken cancellationToken = default)
    {
        if (choice.Url is null)
        {
            var installed = _store.Require(choice.Model!);
            var header = Read(installed);
            var family = EmbeddingFamilies.Of(header.Shape.Architecture, header.ModelName, installed.Name, installed.Repository).With(choice.QueryPrefix, choice.DocumentPrefix);
            // A file that names its pooling was converted with it; the table is for those that do not.
            if (header.Shape.Pooling is not null) family = family with { Pooling = TextPooling.OfFile };
            var host = await HostWithAsync(installed, family.Pooling, cancellationToken).ConfigureAwait(false);
            var identity = await _identities.OfAsync(installed.Path, cancellationToken).ConfigureAwait(false);
            return new ServedEmbedder(installed.Name, identity, family, host.Embeddings(installed.Name));
        }

        var server = await ServerAsync(choice, cancellationToken).ConfigureAwait(false);
        var model = await ModelAsync(choice, server, cancellationToken).ConfigureAwait(false);
        return new ServedEmbedder(model, $"{choice.Url}#{model}", EmbeddingFamilies.Of("", model).With(choice.QueryPrefix, choice.DocumentPrefix), server.Embeddings(model));
    }

    /// <summary>Gives the reranker that is set up; null where none is.</summary>
    /// <exception cref="ModelException">It is not there.</exception>
    public async Task<ServedReranker?> RerankerAsync(CancellationToken cancellationToken = default)
    {
        if (_settings.Reranker is not { } choice) return null;
        if (choice.Url is null)
        {
            var installed = _store.Require(choice.Model!);
            return new ServedReranker(await HostWithAsync(installed, TextPooling.OfFile, cancellationToken).ConfigureAwait(false), installed.Name);
        }

        var server = await ServerAsync(choice, cancellationToken).ConfigureAwait(false);
        return new ServedReranker(server, await ModelAsync(choice, server, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The model host, knowing a model of the store.</summary>
    internal Task<ModelServer> HostForAsync(InstalledModel model, CancellationToken cancellationToken) => HostWithAsync(model, TextPooling.OfFile, cancellationToken, asked: true);

    public void Dispose()
    {
        if (_host.IsValueCreated) _host.Value.Dispose();
        foreach (var server in _servers.Values)
            if (server.IsCompletedSuccessfully) server.Result.Dispose();
    }

    /// <summary>A name goes to the server that is set up, unless it is a model of this machine's.</summary>
    private ModelChoice? Choose(ModelChoice? setUp, string? name) =>
        name is null ? setUp
        : setUp?.Url is not null && _store.Find(name) is null ? setUp with { Model = name }
        : setUp is { Url: null } && setUp.Model == name ? setUp
        : new ModelChoice { Model = name };

    private async Task<ModelServer> ServerAsync(ModelChoice choice, CancellationToken cancellationToken)
    {
        var key = choice.KeyVariable is { } named
            ? _variable(named) ?? throw new ModelException(ModelError.InvalidRequest, $"The environment variable {named}, which is to hold the key for {choice.Url}, is not set.")
            : null;
        var pending = _servers.GetOrAdd((choice.Url!, choice.KeyVariable), _ => RecogniseAsync());
        try
        {
            return await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ModelException)
        {
            // A server that was not there may be there the next time.
            _servers.TryRemove(new KeyValuePair<(Uri, string?), Task<ModelServer>>((choice.Url!, choice.KeyVariable), pending));
            throw;
        }

        async Task<ModelServer> RecogniseAsync() =>
            new(choice.Url!, key, await ServerDiscovery.RecogniseAsync(choice.Url!, key, CancellationToken.None).ConfigureAwait(false));
    }

    private static async Task<string> ModelAsync(ModelChoice choice, ModelServer server, CancellationToken cancellationToken)
    {
        if (choice.Model is { } named) return named;
        var models = await server.ListModelsAsync(cancellationToken).ConfigureAwait(false);
        return models is [var only] ? only : throw new ModelException(
            ModelError.InvalidRequest,
            models.Count == 0 ? $"{server.Title} serves no model." : $"{server.Title} serves {models.Count} models; name one with --model: {string.Join(", ", models.Take(12))}{(models.Count > 12 ? "…" : "")}.");
    }

    /// <summary>The host, knowing a model: those of the store's folder and those there at its start it knows already.</summary>
    /// <param name="asked">True where the user named it: the host then forgets that it crashed with it.</param>
    private async Task<ModelServer> HostWithAsync(InstalledModel model, TextPooling pooling, CancellationToken cancellationToken, bool asked = false)
    {
        var needsPooling = pooling != TextPooling.OfFile;
        if (asked || ((model.Origin != ModelOrigin.Own || needsPooling) && !_registered.ContainsKey(model.Name)))
        {
            var known = needsPooling || asked ? [] : await Host.ListModelsAsync(cancellationToken).ConfigureAwait(false);
            if (!known.Contains(model.Name, StringComparer.Ordinal))
            {
                var body = new { model.Name, model.Path, Pooling = needsPooling ? pooling.ToString().ToLowerInvariant() : null };
                using var done = await Host.PostAsync("models/register", body, model.Name, cancellationToken).ConfigureAwait(false);
            }

            _registered[model.Name] = true;
        }

        return Host;
    }

    private IReadOnlyList<string> HostArguments(HostAddress address)
    {
        List<string> arguments = [.. address.Arguments, "--models", _store.Folder, "--idle-minutes", _settings.Host.IdleMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (_settings.Host.MaxMemoryBytes is { } most) arguments.AddRange(["--max-memory-bytes", most.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        // Known from the start, so that a host that comes back after a crash knows them still, and what they did to the one before.
        foreach (var model in _store.List().Where(model => model.Origin != ModelOrigin.Own && !model.Name.Contains('=', StringComparison.Ordinal)).DistinctBy(model => model.Name))
            arguments.AddRange(["--model", $"{model.Name}={model.Path}"]);
        return arguments;
    }

    /// <summary>Half of the context is left to instructions, conversation and answer; very small models lose the thread long before.</summary>
    private static int SourceTokens(GgufFile header, long bytes) =>
        Math.Min(header.Shape.ContextLength / 2, bytes < SmallModelBytes ? SmallModelSourceTokens : int.MaxValue);

    private static GgufFile Read(InstalledModel model)
    {
        try
        {
            return GgufFile.Open(model.Path);
        }
        catch (Exception error) when (error is GgufException or IOException)
        {
            throw new ModelException(ModelError.Damaged, $"{model.Name} cannot be used: {error.Message}", error);
        }
    }
}

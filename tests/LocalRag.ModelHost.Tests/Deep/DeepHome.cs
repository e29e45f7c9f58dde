using LocalRag.Indexing;
using LocalRag.ModelHost.Tests.Clients;
using LocalRag.ModelHost.Tests.Hosting;
using LocalRag.Models;
using LocalRag.Models.Settings;

namespace LocalRag.ModelHost.Tests.Deep;

/// <summary>A home of a test's own with two tiny embedders, the host that serves them, and a folder to index.</summary>
internal sealed class DeepHome : IDisposable
{
    private readonly TemporaryFolder _sources = new();
    private readonly ClientHome _home = new("bert");
    private readonly List<KnowledgeBase> _opened = [];
    private bool _hostStarted;

    public DeepHome(int files)
    {
        File.Copy(Path.Combine(_home.Folder, "models", "bert.gguf"), Path.Combine(_home.Folder, "models", "other.gguf"));
        SetHost(Path.Combine(AppContext.BaseDirectory, "LocalRag.ModelHost.dll"));
        for (var i = 0; i < files; i++) Write(i, $"the cat {i} sat on a hat");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public KnowledgeBase Open(DeepOptions? options = null)
    {
        // A busy machine may take its time to start a host.
        var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = _home.Folder, Deep = options ?? new DeepOptions { QueryWait = TimeSpan.FromMinutes(2) } });
        _opened.Add(knowledgeBase);
        return knowledgeBase;
    }

    public void Use(string? model) => new SettingsFile(_home.Folder).Use(ModelRole.Embedder, model is null ? null : new ModelChoice { Model = model });

    public void Write(int file, string text) => File.WriteAllText(_sources[$"{file:000}.md"], $"# Page {file}\n\n{text}\n");

    public void Delete(int file) => File.Delete(_sources[$"{file:000}.md"]);

    public Task<IndexReport> IndexAsync(KnowledgeBase knowledgeBase) => knowledgeBase.IndexAsync(new IndexRequest(_sources.Path), null, Cancellation);

    public async Task<DeepReport> FillAsync(KnowledgeBase knowledgeBase, IProgress<DeepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        _hostStarted = true;
        return await knowledgeBase.FillDeepAsync(progress, cancellationToken);
    }

    /// <summary>Ends the host, and leaves no program that could start it again.</summary>
    public async Task LoseHostAsync()
    {
        SetHost("/nowhere/host");
        await ClientHome.KillAsync(await _home.HostIdAsync(_home.Client()));
        _hostStarted = false;
    }

    public void Dispose()
    {
        foreach (var knowledgeBase in _opened) knowledgeBase.Dispose();
        // The client knows the host's process, which the home then ends.
        if (_hostStarted) _home.HostIdAsync(_home.Client()).GetAwaiter().GetResult();
        _home.Dispose();
        _sources.Dispose();
    }

    private void SetHost(string program)
    {
        var file = Path.Combine(_home.Folder, "settings.json");
        var settings = File.Exists(file) ? System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        settings["host"] = new System.Text.Json.Nodes.JsonObject { ["executable"] = program };
        File.WriteAllText(file, settings.ToJsonString());
    }
}

using System.Text.Json.Nodes;
using LocalRag.ModelHost.Tests.Hosting;
using LocalRag.ModelHost.Tests.TinyModels;

[assembly: AssemblyFixture(typeof(TinyHost))]

namespace LocalRag.ModelHost.Tests.Hosting;

/// <summary>One host with all tiny models in its store, for the tests that do not harm it.</summary>
public sealed class TinyHost : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private HostProcess? host;

    internal HostProcess Host => host!;

    public async ValueTask InitializeAsync()
    {
        var store = Directory.CreateDirectory(folder["models"]).FullName;
        foreach (var architecture in TinyModel.Generators.Concat(["bert", "reranker"]))
            TinyModel.Of(architecture).Save(Path.Combine(store, architecture + ".gguf"));
        CanaryModel.Create().Save(Path.Combine(store, "canary.gguf"));

        // One thread: the machine that runs the tests does other things as well.
        host = await HostProcess.StartAsync(folder.Path, "--models", store, "--threads", "1");
    }

    /// <summary>Makes a model known under another name, and so with slots of its own.</summary>
    internal async Task<string> RegisterAsync(string model, string name)
    {
        await Host.PostAsync("/models/register", new JsonObject { ["name"] = name, ["path"] = Path.Combine(folder["models"], model + ".gguf") });
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        await host!.DisposeAsync();
        folder.Dispose();
    }
}

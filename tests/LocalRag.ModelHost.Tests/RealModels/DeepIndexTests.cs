using LocalRag.Indexing;
using LocalRag.ModelHost.Tests.Clients;
using LocalRag.Models;
using LocalRag.Models.Settings;
using LocalRag.Retrieval;

namespace LocalRag.ModelHost.Tests.RealModels;

/// <summary>A real model as the second embedder of a whole index run.</summary>
public sealed class DeepIndexTests
{
    [Fact]
    public async Task MiniLM_serves_as_the_embedder_of_a_whole_index_run()
    {
        Assert.SkipUnless(SharedModels.AreHere, SharedModels.Missing);
        var cancellation = TestContext.Current.CancellationToken;
        using var home = new ClientHome();
        home.Store.Add(SharedModels.Path("minilm/all-MiniLM-L6-v2.Q8_0.gguf"), "minilm");
        var settings = new SettingsFile(home.Folder);
        await File.WriteAllTextAsync(settings.FilePath, System.Text.Json.JsonSerializer.Serialize(new { host = new { executable = Path.Combine(AppContext.BaseDirectory, "LocalRag.ModelHost.dll") } }), cancellation);
        settings.Use(ModelRole.Embedder, new ModelChoice { Model = "minilm" });
        using var knowledgeBase = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = home.Folder, Deep = new DeepOptions { QueryWait = TimeSpan.FromMinutes(1) } });
        await knowledgeBase.IndexAsync(new IndexRequest(Path.Combine(Checkout(), "samples")), null, cancellation);

        var report = await knowledgeBase.FillDeepAsync(cancellationToken: cancellation);
        TestContext.Current.TestOutputHelper!.WriteLine($"{report.Chunks} chunks in {report.Seconds:0.0} s, {report.PerSecond:0.0} a second");
        await home.HostIdAsync(home.Client());
        Assert.Equal(report.Chunks, report.Vectors);
        Assert.Equal(384, (await knowledgeBase.GetStatusAsync(cancellation)).Deep!.Dimension);
        // No word of the question stands in the file's name or in its code's names.
        var result = await knowledgeBase.SearchAsync(new SearchQuery("how much does somebody owe who brings things back too late") { Explain = true, Limit = 5 }, cancellation);
        Assert.Contains(result.Hits, hit => hit.Path.EndsWith("OverdueFees.cs", StringComparison.Ordinal) || hit.Text.Contains("overdue", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(result.Hits[0].Explanation!.Parts, part => part.Step == "deep");
    }

    private static string Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests were started outside the checkout.");
    }
}

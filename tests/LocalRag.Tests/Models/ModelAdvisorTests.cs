using LocalRag.Models;
using LocalRag.Models.Catalogue;
using LocalRag.Models.Hardware;

namespace LocalRag.Tests.Models;

public sealed class ModelAdvisorTests
{
    private const long Gigabyte = 1_000_000_000;

    private static readonly HardwareProfile Laptop = new() { PhysicalCores = 8, LogicalCores = 16, MemoryBytes = 16 * Gigabyte, MemoryBandwidth = 60e9, Gpus = [] };

    public static TheoryData<ModelTask> Tasks => [.. Enum.GetValues<ModelTask>()];

    [Fact]
    public void The_catalogue_names_every_family_and_role()
    {
        var models = ModelCatalog.BuiltIn.Models;
        Assert.Superset(new HashSet<string> { "Llama 3", "Mistral", "Command R", "Phi", "Gemma", "Qwen", "DeepSeek" }, models.Where(model => model.Role == ModelRole.Generator).Select(model => model.Family).ToHashSet());
        Assert.Contains(models, model => model.Role == ModelRole.Embedder);
        Assert.Contains(models, model => model.Role == ModelRole.Reranker);
        Assert.Equal(models.Count, models.Select(model => model.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(models, model => Assert.Matches("^[a-z0-9][a-z0-9.-]+$", model.Name));
        Assert.All(models, model => Assert.Equal("https", model.Source.Scheme));
        Assert.All(models, model => Assert.Matches("^[^/ ]+/[^/ ]+$", model.Repository));
        Assert.All(models.Where(model => model.Role == ModelRole.Embedder), model => Assert.True(model.Dimension > 0));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Whatever_is_named_fits_and_its_speed_is_bandwidth_over_bytes(ModelTask task)
    {
        var advice = new ModelAdvisor(ModelCatalog.BuiltIn, Laptop).Recommend(ModelRole.Generator, task);
        Assert.NotEmpty(advice);
        Assert.All(advice, model =>
        {
            Assert.True(model.MemoryBytes <= Laptop.MemoryBytes * 0.75);
            Assert.True(model.MemoryBytes > model.WeightBytes);
            Assert.Equal(Laptop.MemoryBandwidth / ModelCatalog.BuiltIn.ActiveBytes(model.Model, model.Quantisation), model.TokensPerSecond!.Value, 6);
        });
    }

    [Fact]
    public void Code_and_Japanese_have_models_of_their_own()
    {
        var advisor = new ModelAdvisor(ModelCatalog.BuiltIn, Laptop);
        Assert.Contains("coder", advisor.Recommend(ModelRole.Generator, ModelTask.Code)[0].Model.Name, StringComparison.Ordinal);
        Assert.DoesNotContain("coder", advisor.Recommend(ModelRole.Generator, ModelTask.Japanese)[0].Model.Name, StringComparison.Ordinal);
        Assert.True(advisor.Recommend(ModelRole.Embedder, ModelTask.Japanese)[0].Model.Suits.Japanese >= 6);
    }

    [Fact]
    public void For_speed_the_fastest_comes_first()
    {
        var advice = new ModelAdvisor(ModelCatalog.BuiltIn, Laptop).Recommend(ModelRole.Generator, ModelTask.Speed);
        Assert.Equal(advice.OrderByDescending(model => model.TokensPerSecond), advice);
    }

    [Fact]
    public void A_model_that_would_crawl_comes_behind_those_that_do_not()
    {
        var slow = Laptop with { MemoryBytes = 64 * Gigabyte, MemoryBandwidth = 20e9 };
        var advice = new ModelAdvisor(ModelCatalog.BuiltIn, slow).Recommend(ModelRole.Generator, ModelTask.Code);
        var crawling = advice.Select(model => model.TokensPerSecond < 2.5).ToList();
        Assert.Contains(true, crawling);
        Assert.Equal(crawling.Order(), crawling);
    }

    [Fact]
    public void An_embedder_that_would_take_all_night_comes_behind_those_that_do_not()
    {
        var advice = new ModelAdvisor(ModelCatalog.BuiltIn, Laptop with { PhysicalCores = 2 }).Recommend(ModelRole.Embedder, ModelTask.Code);
        Assert.True(advice[0].Model.Parameters < 0.6);
        Assert.Contains(advice, model => model.Model.Name == "nomic-embed-code");
    }

    [Fact]
    public void A_graphics_card_takes_what_fits_it()
    {
        var card = new Gpu("NVIDIA GeForce RTX 4090", 24 * Gigabyte, 1008e9);
        var advice = new ModelAdvisor(ModelCatalog.BuiltIn, Laptop with { Gpus = [card] }).Recommend(ModelRole.Generator, ModelTask.Code);
        Assert.All(advice, model => Assert.Equal(model.MemoryBytes <= card.MemoryBytes * 0.92 ? card.Name : null, model.Gpu));
        Assert.Equal(card.Name, advice[0].Gpu);
        Assert.Equal(1008e9, ModelCatalog.BuiltIn.GpuBandwidth(card.Name));
        Assert.NotEqual(ModelCatalog.BuiltIn.GpuBandwidth("NVIDIA L4"), ModelCatalog.BuiltIn.GpuBandwidth("NVIDIA L40"));
    }

    [Fact]
    public void A_machine_too_small_for_anything_gets_no_advice() =>
        Assert.Empty(new ModelAdvisor(ModelCatalog.BuiltIn, Laptop with { MemoryBytes = 200_000_000 }).Recommend(ModelRole.Generator, ModelTask.Code));

    [Fact]
    public async Task This_machine_can_be_read()
    {
        var profile = await HardwareReader.ReadAsync(ModelCatalog.BuiltIn, TestContext.Current.CancellationToken);
        Assert.InRange(profile.PhysicalCores, 1, profile.LogicalCores);
        Assert.True(profile.MemoryBytes > 100_000_000);
        Assert.InRange(profile.MemoryBandwidth, 1e8, 1e13);
    }
}

using LocalRag.Models;
using LocalRag.Models.Settings;

namespace LocalRag.Tests.Models;

public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private SettingsFile Settings => new(_home.Path);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Without_a_file_the_defaults_hold()
    {
        var settings = Settings.Read();
        Assert.Null(settings.Generator);
        Assert.Equal(15, settings.Host.IdleMinutes);
        Assert.Equal("HF_TOKEN", settings.Downloads.TokenVariable);
    }

    [Fact]
    public void A_choice_is_kept_and_the_rest_of_the_file_with_it()
    {
        _home.Write("settings.json", """{ "web": { "port": 5210 }, /* mine */ "host": { "idleMinutes": 5 }, }""");
        Settings.Use(ModelRole.Generator, new ModelChoice { Model = "smollm2" });
        Settings.Use(ModelRole.Embedder, new ModelChoice { Url = new Uri("http://localhost:11434/v1"), Model = "nomic", KeyVariable = "KEY", Prompt = PromptMode.Chat });
        var settings = Settings.Read();
        Assert.Equal(new ModelChoice { Model = "smollm2" }, settings.Generator);
        Assert.Equal(new ModelChoice { Url = new Uri("http://localhost:11434/v1"), Model = "nomic", KeyVariable = "KEY", Prompt = PromptMode.Chat }, settings.Embedder);
        Assert.Equal(5, settings.Host.IdleMinutes);
        Assert.Contains("5210", File.ReadAllText(Settings.FilePath), StringComparison.Ordinal);

        Settings.Use(ModelRole.Generator, null);
        Assert.Null(Settings.Read().Generator);
        Assert.Single(Directory.GetFiles(_home.Path));
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"generator":{"modle":"x"}}""", "modle")]
    [InlineData("""{"generator":{}}""", "'generator' names neither")]
    [InlineData("""{"generator":"x"}""", "generator")]
    [InlineData("""{"generator":{"model":"x","prompt":"yes"}}""", "generator.prompt")]
    [InlineData("""{"generator":{"url":"ftp://x"}}""", "generator.url")]
    [InlineData("""{"generator":{"url":"localhost:11434"}}""", "generator.url")]
    [InlineData("""{"generator":{"url":"http://me:secret@x/"}}""", "environment variable")]
    [InlineData("""{"reranker":{"model":"x","keyVariable":"K"}}""", "reranker.keyVariable")]
    [InlineData("""{"host":{"idleMinutes":0}}""", "1 to 1440")]
    [InlineData("""{"host":{"idleMinutes":"soon"}}""", "host.idleMinutes")]
    [InlineData("""{"host":{"maxMemoryBytes":-1}}""", "host.maxMemoryBytes")]
    [InlineData("""{"answers":{"contextTokens":5}}""", "answers.contextTokens")]
    [InlineData("""{"downloads":{"hub":"x"}}""", "downloads.hub")]
    public void What_is_wrong_is_named(string file, string named)
    {
        _home.Write("settings.json", file);
        var error = Assert.Throws<ModelException>(() => Settings.Read());
        Assert.Equal(ModelError.InvalidRequest, error.Error);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_home.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_choice_leaves_the_file_as_it_is()
    {
        _home.Write("settings.json", "{}");
        Assert.Throws<ModelException>(() => Settings.Use(ModelRole.Generator, new ModelChoice()));
        Assert.Equal("{}", File.ReadAllText(Settings.FilePath));
    }
}

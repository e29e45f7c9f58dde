using LocalRag.Models.Store;

namespace LocalRag.Tests.Models.Store;

public sealed class ForeignStoresTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Models_of_other_programs_are_found()
    {
        var digest = new string('a', 64);
        _home.Write(".cache/huggingface/hub/models--org--name-GGUF/snapshots/abc/name-Q8_0.gguf", TinyGguf.Bytes());
        _home.Write(".cache/huggingface/hub/models--org--name-GGUF/snapshots/abc/mmproj-name.gguf", TinyGguf.Bytes());
        _home.Write(".cache/huggingface/hub/models--org--name-GGUF/snapshots/abc/big-00002-of-00002.gguf", TinyGguf.Bytes());
        _home.Write(".lmstudio/models/maker/repo/other.gguf", TinyGguf.Bytes());
        _home.Write(".ollama/models/manifests/registry/library/llama3.2/3b", $$"""{"layers":[{"mediaType":"application/vnd.ollama.image.license","digest":"sha256:x"},{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:{{digest}}"}]}""");
        _home.Write(".ollama/models/manifests/registry/someone/tuned/latest", $$"""{"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:{{digest}}"}]}""");
        _home.Write($".ollama/models/blobs/sha256-{digest}", TinyGguf.Bytes());

        var models = new ForeignStores(_ => null, _home.Path).List().ToList();

        Assert.Equal(
            [("name-Q8_0", ModelOrigin.HuggingFace, "org/name-GGUF"), ("llama3.2:3b", ModelOrigin.Ollama, null), ("someone/tuned:latest", ModelOrigin.Ollama, null), ("other", ModelOrigin.LmStudio, "maker/repo")],
            models.Select(model => (model.Name, model.Origin, model.Repository)));
        Assert.All(models, model => Assert.True(model.Bytes > 0 && File.Exists(model.Path)));
    }

    [Fact]
    public void The_variables_of_those_programs_are_heeded()
    {
        _home.Write("hf/hub/models--a--b/snapshots/c/x.gguf", TinyGguf.Bytes());
        Assert.Equal("x", Assert.Single(new ForeignStores(name => name == "HF_HOME" ? Path.Combine(_home.Path, "hf") : null, "/nowhere").List()).Name);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"layers":{}}""")]
    [InlineData("""{"layers":[1,{"mediaType":5},{"mediaType":"application/vnd.ollama.image.model","digest":7}]}""")]
    [InlineData("""{"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:../../../../etc/passwd"}]}""")]
    public void A_damaged_manifest_is_passed_over(string manifest)
    {
        _home.Write(".ollama/models/manifests/registry/library/bad/latest", manifest);
        Assert.Empty(new ForeignStores(_ => null, _home.Path).List());
    }

    [Fact]
    public void Without_other_programs_there_is_nothing() => Assert.Empty(new ForeignStores(_ => null, Path.Combine(_home.Path, "none")).List());
}

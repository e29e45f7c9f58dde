using LocalRag.ModelHost.Native;

namespace LocalRag.ModelHost.Tests.Native;

public sealed class LayoutCheckTests
{
    [Fact]
    public void Defaults_in_their_places_pass_and_a_moved_field_does_not()
    {
        var library = LlamaLibrary.Load(null);
        Assert.Matches(@"^0\.[45]\.", library.Release);
        var model = Llama.llama_model_default_params();
        var context = Llama.llama_context_default_params();
        Assert.Null(LayoutCheck.OfModel(model));
        Assert.Null(LayoutCheck.OfContext(context));
        Assert.NotNull(LayoutCheck.OfModel(model with { UseExtraBuffers = 0, NoHost = 1 }));
        Assert.NotNull(LayoutCheck.OfModel(model with { LoadMode = 0 }));
        Assert.NotNull(LayoutCheck.OfContext(context with { Threads = 1, ContextType = 4 }));
        Assert.NotNull(LayoutCheck.OfContext(context with { KeyType = 0 }));
    }

    [Fact]
    public void Libraries_are_found_by_name_whatever_their_build_and_release()
    {
        using var folder = new Hosting.TemporaryFolder();
        foreach (var name in new[] { "libllama.v0.5.0.so", "libllama-common.so", "libggml.metal.v0.4.0.dylib", "libggml-base.so", "libggml-cpu-zen4.so", "llama-addon.node" })
            File.WriteAllText(folder[name], "");
        Assert.Equal(folder["libllama.v0.5.0.so"], NativeFolders.Find(folder.Path, "llama"));
        Assert.Equal(folder["libggml.metal.v0.4.0.dylib"], NativeFolders.Find(folder.Path, "ggml"));
        Assert.Equal(folder["libggml-base.so"], NativeFolders.Find(folder.Path, "ggml-base"));
        Assert.Null(NativeFolders.Find(folder["none"], "llama"));
    }
}

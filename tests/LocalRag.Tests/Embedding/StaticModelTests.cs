using LocalRag.Embedding;
using Microsoft.Extensions.AI;

namespace LocalRag.Tests.Embedding;

public sealed class StaticModelTests
{
    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    [InlineData("BF16")]
    [InlineData("F64")]
    [InlineData("I8")]
    public void Rows_of_every_type_are_averaged(string type)
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "red", "blue")
            .WithTensor("embeddings", type, [3, 2], 9, 9, 1, 2, 3, -4).Write();

        Assert.Equal([(1 + 1 + 3) / 3f, (2 + 2 - 4) / 3f], Embed(folder, "red red blue"));
    }

    [Fact]
    public void Wide_rows_of_integers_are_added_in_all_their_parts()
    {
        // 16 + 8 + 3 elements: the widest step, the narrower one and single elements.
        var first = Enumerable.Range(0, 27).Select(static i => (double)i - 13).ToArray();
        var second = Enumerable.Range(0, 27).Select(static i => (double)(i * 5 % 17)).ToArray();
        using var folder = new ModelFolder().WithWords("a", "b", "[UNK]")
            .WithTensor("embeddings", "I8", [3, 27], [.. first, .. second, .. first]).WithTensor("weights", "F32", [3], 2, 0.5, 1).Write();

        Assert.Equal(first.Zip(second, static (a, b) => (float)((2 * a) + (0.5 * b)) / 2), Embed(folder, "a b"));
    }

    [Fact]
    public void Weights_go_by_token_and_the_mapping_leads_to_rows()
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a", "b")
            .WithTensor("embeddings", "F32", [2, 2], 1, 0, 0, 1)
            .WithTensor("weights", "F32", [3], 7, 10, 4)
            .WithTensor("mapping", "I64", [3], 0, 1, 0).Write();

        Assert.Equal([2f, 5f], Embed(folder, "a b"));
    }

    [Fact]
    public void Unknown_words_are_left_out_of_the_mean_and_counted_as_tokens()
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a").WithTensor("embeddings", "F32", [2, 1], 100, 3).Write();

        Assert.Equal([3f], Embed(folder, "what a word"));
        Assert.Equal([0f], Embed(folder, "nothing known"));
        using var embedder = StaticEmbedder.Load(folder.Path);
        Assert.Equal(3, embedder.CountTokens("what a word"));
    }

    [Fact]
    public void Vectors_have_unit_length_where_the_model_says_so()
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a").WithTensor("embeddings", "F32", [2, 2], 0, 0, 3, 4)
            .WithConfiguration("""{"normalize":true}""").Write();

        Assert.Equal([0.6f, 0.8f], Embed(folder, "a"));
        Assert.Equal([0f, 0f], Embed(folder, "unknown"));
    }

    [Fact]
    public void Texts_are_cut_at_the_models_length()
    {
        // Known tokens count towards the cut, unknown ones do not; characters are cut first, at 3 tokens times a median of 1.
        using var folder = new ModelFolder().WithWords("a", "b", "c", "[UNK]").WithTensor("embeddings", "F32", [4, 1], 1, 10, 100, 0)
            .WithConfiguration("""{"normalize":false,"seq_length":3}""").Write();

        Assert.Equal([(1 + 10) / 2f], Embed(folder, "a b c"));
        Assert.Equal([1f], Embed(folder, "\U0001F600 a c"));
    }

    [Fact]
    public async Task Serves_as_an_embedding_generator()
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a", "b").WithTensor("embeddings", "F32", [3, 1], 0, 1, 2).Write();
        using var embedder = StaticEmbedder.Load(folder.Path);
        var generator = AsGenerator(embedder);

        var embeddings = await generator.GenerateAsync(["a", "b"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([1f, 2f], embeddings.Select(static embedding => embedding.Vector.Span[0]));
        Assert.Equal(1, generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelDimensions);
        Assert.NotNull(generator.GetService<StaticEmbedder>());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["a"], cancellationToken: new CancellationToken(canceled: true)));
    }

    private static IEmbeddingGenerator<string, Embedding<float>> AsGenerator(IEmbeddingGenerator<string, Embedding<float>> generator) => generator;

    private static float[] Embed(ModelFolder folder, string text)
    {
        using var embedder = StaticEmbedder.Load(folder.Path);
        var vector = new float[embedder.Dimensions];
        embedder.Embed(text, vector);
        return vector;
    }
}

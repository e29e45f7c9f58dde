using System.Numerics.Tensors;
using LocalRag.Embedding;

namespace LocalRag.Tests.Embedding;

public sealed class StaticEmbedderTests
{
    private static readonly Lazy<StaticEmbedder> BuiltIn = new(StaticEmbedder.LoadBuiltIn);

    [Fact]
    public void The_built_in_model_is_beside_the_program_and_gives_unit_vectors()
    {
        var vector = Embed("Parses the arguments of the command line");

        Assert.Equal(256, BuiltIn.Value.Dimensions);
        Assert.Equal(1, TensorPrimitives.Norm<float>(vector), 1e-5f);
    }

    [Fact]
    public void Texts_of_one_meaning_are_nearer_than_texts_of_two()
    {
        var question = Embed("how do I read a file line by line");
        var near = TensorPrimitives.Dot<float>(question, Embed("while ((line = reader.ReadLine()) != null) // every line of the file"));
        var far = TensorPrimitives.Dot<float>(question, Embed("border-radius: 4px; color: red; font-weight: bold"));

        Assert.True(near > far + 0.2f, $"{near} against {far}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData("{}();!?")]
    public void A_text_without_words_gets_the_zero_vector(string text) => Assert.All(Embed(text), static value => Assert.Equal(0, value));

    [Theory]
    [InlineData("readFile", "read file")]
    [InlineData("HTTPServer", "http server")]
    [InlineData("snake_case_name", "snake case name")]
    [InlineData("x2Y", "x2 y")]
    public void Identifiers_are_embedded_as_their_words(string identifier, string words) => Assert.Equal(Embed(words), Embed(identifier));

    [Fact]
    public void Many_texts_at_once_get_the_vectors_that_each_gets_alone()
    {
        var texts = Enumerable.Range(0, 300).Select(number => $"line {number} of IndexStore.Open, {number * 7919} bytes").ToArray();
        var together = new float[texts.Length * BuiltIn.Value.Dimensions];
        BuiltIn.Value.EmbedAll(texts, together, TestContext.Current.CancellationToken);

        for (var i = 0; i < texts.Length; i++) Assert.Equal(Embed(texts[i]), together[(i * 256)..((i + 1) * 256)]);
    }

    private static float[] Embed(string text)
    {
        var vector = new float[BuiltIn.Value.Dimensions];
        BuiltIn.Value.Embed(text, vector);
        return vector;
    }
}

using FsCheck;
using FsCheck.Fluent;
using LocalRag.Embedding;

namespace LocalRag.Tests.Embedding;

public sealed class EmbeddingFingerprintTests
{
    [Fact]
    public void Its_text_reads_back_to_what_it_was()
    {
        var texts = Gen.Elements('a', '&', '=', '%', ' ', 'ä', ':', '\n').ArrayOf().Select(static characters => new string(characters));
        Prop.ForAll(texts.Four().ToArbitrary(), Gen.Choose(1, 5000).ToArbitrary(), static (text, dimensions) =>
        {
            var fingerprint = new EmbeddingFingerprint(text.Item1, "00ff", dimensions, text.Item2, dimensions % 2 == 0, text.Item3, text.Item4);
            return EmbeddingFingerprint.Parse(fingerprint.ToString()) == fingerprint;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=1")]
    [InlineData("v=2&model=m&sha256=0&dimensions=2&pooling=mean&normalized=1&query=&document=")]
    [InlineData("v=1&model=m&sha256=0&dimensions=two&pooling=mean&normalized=1&query=&document=")]
    [InlineData("v=1&model=m&model=m&sha256=0&dimensions=2&pooling=mean&normalized=1&query=&document=")]
    public void A_text_of_another_form_is_an_error(string text) => Assert.Throws<FormatException>(() => EmbeddingFingerprint.Parse(text));

    [Fact]
    public void The_same_files_have_one_fingerprint_and_a_changed_tokenizer_another()
    {
        using var folder = new ModelFolder().WithWords("a", "[UNK]").WithTensor("embeddings", "F32", [2, 1], 1, 2).Write();
        var first = Read(folder);
        Assert.Equal(first, Read(folder));

        File.WriteAllText(folder.TokenizerFile, File.ReadAllText(folder.TokenizerFile).Replace("\"a\"", "\"b\"", StringComparison.Ordinal));
        Assert.NotEqual(first, Read(folder));
    }

    private static EmbeddingFingerprint Read(ModelFolder folder)
    {
        using var embedder = StaticEmbedder.Load(folder.Path);
        return embedder.Fingerprint;
    }
}

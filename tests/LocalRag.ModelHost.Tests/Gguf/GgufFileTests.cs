using System.Diagnostics;
using LocalRag.ModelHost.Tests.TinyModels;
using LocalRag.Models.Gguf;

namespace LocalRag.ModelHost.Tests.Gguf;

public sealed class GgufFileTests
{
    private static readonly byte[] Valid = TinyModel.Of("llama").ToBytes();

    [Theory]
    [InlineData("llama")]
    [InlineData("bert")]
    [InlineData("command-r")]
    [InlineData("phi3")]
    [InlineData("gemma2")]
    [InlineData("qwen2")]
    [InlineData("deepseek2")]
    public void Reads_the_measures_of_a_model(string architecture)
    {
        var file = Read(TinyModel.Of(architecture).ToBytes());
        Assert.Equal(3, file.Version);
        Assert.Equal(architecture, file.Shape.Architecture);
        Assert.Equal(2, file.Shape.BlockCount);
        Assert.Equal(32, file.Shape.EmbeddingLength);
        Assert.Equal(4, file.Shape.HeadCount);
        Assert.True(file.Shape.VocabularySize > 60);
        Assert.Equal(architecture != "bert", file.Shape.Causal);
        Assert.Equal($"tiny {architecture}", file.ModelName);
        Assert.Equal([32, file.Shape.VocabularySize], file.Tensors[0].Dimensions);
        Assert.Equal(32 * file.Shape.VocabularySize * 4, file.Tensors[0].Bytes);
    }

    [Fact]
    public void Counts_what_a_token_of_context_takes()
    {
        // Two layers, two heads with keys, eight numbers in a key and eight in a value, two bytes each.
        Assert.Equal(2 * 2 * (8 + 8) * 2, Read(Valid).Shape.CacheBytesPerToken);
    }

    [Fact]
    public void A_thousand_malformed_files_are_each_refused_by_name_within_seconds()
    {
        var faults = new Dictionary<GgufFault, int>();
        for (var seed = 0; seed < 1000; seed++)
        {
            var (bytes, what) = GgufMutator.Mutate(Valid, seed);
            var clock = Stopwatch.StartNew();
            var error = Record.Exception(() => Read(bytes));
            var refusal = error as GgufException;
            Assert.True(refusal is { Message.Length: > 10 }, $"seed {seed}, {what}: {error?.ToString() ?? "was read"}");
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"seed {seed}, {what}: {clock.Elapsed}");
            faults[refusal.Fault] = faults.GetValueOrDefault(refusal.Fault) + 1;
        }

        Assert.Equal(Enum.GetValues<GgufFault>().Order(), faults.Keys.Append(GgufFault.BadName).Distinct().Order());
    }

    [Fact]
    public void Any_other_damage_is_refused_by_name_or_harmless()
    {
        var random = new Random(4);
        for (var run = 0; run < 2000; run++)
        {
            var bytes = (byte[])Valid.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                bytes[random.Next(12_000)] = (byte)random.Next(256);
            var error = Record.Exception(() => Read(bytes));
            Assert.True(error is null or GgufException, $"run {run}: {error}");
        }
    }

    [Theory]
    [InlineData("llama.block_count", 513u, "from 0 to 512")]
    [InlineData("llama.expert_count", 513u, "from 0 to 512")]
    [InlineData("llama.attention.head_count", 33u, "more than the embedding length")]
    [InlineData("llama.attention.head_count_kv", 3u, "does not divide")]
    [InlineData("tokenizer.ggml.bos_token_id", 100_000u, "is not one of the vocabulary")]
    [InlineData("general.alignment", 33u, "power of two")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", float.NaN, "finite")]
    [InlineData("general.architecture", "../x", "letters")]
    public void What_would_end_llama_cpp_is_refused_with_the_limit(string key, object value, string message)
    {
        var error = Assert.Throws<GgufException>(() => Read(TinyModel.Of("llama").Set(key, value).ToBytes()));
        Assert.Equal(GgufFault.BadMetadata, error.Fault);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_vocabulary_have_to_be_of_one_length()
    {
        var error = Assert.Throws<GgufException>(() => Read(TinyModel.Of("llama").Set("tokenizer.ggml.scores", new[] { 1f, 2f }).ToBytes()));
        Assert.Contains("2 values for a vocabulary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_that_names_a_token_twice_is_refused()
    {
        var error = Assert.Throws<GgufException>(() => Read(TinyModel.Of("llama").Set("tokenizer.ggml.tokens", new[] { "<unk>", "a", "b\0c", "", "", "b" }).ToBytes()));
        Assert.Equal("Token 5 of the vocabulary is there twice.", error.Message);
    }

    [Fact]
    public void A_name_that_is_there_twice_is_refused()
    {
        var writer = TinyModel.Of("llama").Tensor("output_norm.weight", [1, 2], 2);
        Assert.Equal(GgufFault.BadName, Assert.Throws<GgufException>(() => Read(writer.ToBytes())).Fault);
    }

    [Fact]
    public void A_huge_count_takes_no_memory()
    {
        var bytes = (byte[])Valid.Clone();
        BitConverter.GetBytes(65_536UL).CopyTo(bytes, 8);
        BitConverter.GetBytes(65_536UL).CopyTo(bytes, 16);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<GgufException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Text_that_stands_for_a_download_is_told_from_a_model()
    {
        var error = Assert.Throws<GgufException>(() => Read("version https://git-lfs.github.com/spec/v1\n"u8.ToArray()));
        Assert.Equal(GgufFault.NotGguf, error.Fault);
        Assert.Contains("stands for a download", error.Message, StringComparison.Ordinal);
    }

    private static GgufFile Read(byte[] bytes) => GgufFile.Read(new MemoryStream(bytes));
}

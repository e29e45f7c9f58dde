using LocalRag.Embedding;

namespace LocalRag.Tests.Embedding;

public sealed class DamagedModelTests
{
    private static readonly byte[] TwoFloats = [0, 0, 0, 0, 0, 0, 0, 0];

    public static TheoryData<string, string> Headers => new()
    {
        { """{"embeddings":{"dtype":"F32","shape":[2,1],"data_offsets":[0,80]}}""", "cut short" },
        { """{"embeddings":{"dtype":"F32","shape":[2,9],"data_offsets":[0,8]}}""", "do not fit" },
        { """{"embeddings":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "more than the file holds" },
        { """{"embeddings":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}""", "more than the file holds" },
        { """{"embeddings":{"dtype":"F32","shape":[2,1],"data_offsets":[-8,0]}}""", "cut short" },
        { """{"embeddings":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "[tokens, dimensions]" },
        { """{"embeddings":{"dtype":"F32","shape":[0,2],"data_offsets":[0,0]}}""", "[tokens, dimensions]" },
        { """{"embeddings":{"dtype":"I64","shape":[1,1],"data_offsets":[0,8]}}""", "type I64" },
        { """{"embeddings":{"dtype":"F8_E4M3","shape":[8,1],"data_offsets":[0,8]}}""", "type F8_E4M3" },
        { """{"embeddings":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""", "1 rows for 2 tokens" },
        { """{"vectors":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""", "no tensor `embeddings`" },
        { """{"embeddings":{"dtype":"F32"}}""", "cannot be read" },
        { """[1,2]""", "cannot be read" },
        { """{"embeddings":""", "cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_that_lies_is_a_named_error(string header, string fault)
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a").WithConfiguration("{}");
        folder.WriteTensorFile(header, TwoFloats);

        AssertFault(folder, "model.safetensors", fault);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(99_000_000UL)]
    [InlineData(1UL << 62)]
    public void A_header_length_beyond_the_file_is_a_named_error(ulong length)
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a").WithConfiguration("{}");
        folder.WriteTensorFile("{}", TwoFloats, length);

        AssertFault(folder, "model.safetensors", "names a header");
    }

    [Fact]
    public void A_file_that_ends_anywhere_is_a_named_error()
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a").WithTensor("embeddings", "F32", [2, 1], 1, 2).Write();
        var whole = File.ReadAllBytes(folder.TensorFile);
        for (var length = 0; length < whole.Length; length += 3)
        {
            File.WriteAllBytes(folder.TensorFile, whole[..length]);
            AssertFault(folder, "model.safetensors", "");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_a_named_error(double value)
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a").WithTensor("embeddings", "F16", [2, 1], 1, value).Write();

        AssertFault(folder, "model.safetensors", "not finite");
    }

    [Fact]
    public void A_mapping_out_of_the_rows_is_a_named_error()
    {
        using var folder = new ModelFolder().WithWords("[UNK]", "a").WithTensor("embeddings", "F32", [2, 1], 1, 2).WithTensor("mapping", "I32", [2], 0, 2).Write();

        AssertFault(folder, "model.safetensors", "maps token 1 to row 2 of 2");
    }

    [Theory]
    [InlineData("""{"type":"WordLevel","vocab":{"a":-1}}""", "id -1")]
    [InlineData("""{"type":"WordLevel","vocab":{"a":2147483647}}""", "id 2147483647")]
    [InlineData("""{"type":"WordLevel","vocab":{"a":99999999999}}""", "cannot be read")]
    [InlineData("""{"type":"WordLevel","vocab":{}}""", "no `model.vocab`")]
    [InlineData("""{"type":"WordPiece","unk_token":"[UNK]","vocab":{"a":0}}""", "unknown token `[UNK]`")]
    [InlineData("""{"type":"BPE","vocab":{"a":0},"merges":["a b"]}""", "merges `a` and `b`")]
    [InlineData("""{"type":"Unigram","unk_id":7,"vocab":[["a",-1]]}""", "token 7 of 1")]
    [InlineData("""{"type":"Telepathy","vocab":{"a":0}}""", "type `Telepathy`")]
    public void A_wrong_model_of_the_tokenizer_is_a_named_error(string model, string fault)
    {
        using var folder = new ModelFolder().WithTokenizer(model).WithTensor("embeddings", "F32", [2, 1], 1, 2).Write();

        AssertFault(folder, "tokenizer.json", fault);
    }

    [Theory]
    [InlineData("""{"type":"Transliterate"}""", "null", "normalizer `Transliterate`")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"a++"},"content":""}""", "null", "pattern `a++`")]
    [InlineData("""{"type":"Precompiled","precompiled_charsmap":"/////w=="}""", "null", "cut short")]
    [InlineData("null", """{"type":"UnicodeScripts"}""", "pre_tokenizer `UnicodeScripts`")]
    [InlineData("null", """{"type":"Split","pattern":{"Regex":"[[:punct:]]"},"behavior":"Removed"}""", "syntax that is not supported")]
    [InlineData("null", """{"type":"Split","pattern":{"String":" "},"behavior":"Shuffled"}""", "`Shuffled`")]
    public void A_step_that_is_not_supported_is_a_named_error(string normalizer, string preTokenizer, string fault)
    {
        using var folder = new ModelFolder().WithTokenizer("""{"type":"WordLevel","vocab":{"a":0}}""", normalizer, preTokenizer)
            .WithTensor("embeddings", "F32", [1, 1], 1).Write();

        AssertFault(folder, "tokenizer.json", fault);
    }

    [Fact]
    public void A_missing_file_is_a_named_error()
    {
        using var folder = new ModelFolder().WithWords("a", "[UNK]").WithConfiguration("{}");

        AssertFault(folder, "model.safetensors", "is missing");
        File.Delete(folder.ConfigurationFile);
        AssertFault(folder, "config.json", "is missing");
    }

    private static void AssertFault(ModelFolder folder, string file, string fault)
    {
        var exception = Assert.Throws<KnowledgeBaseException>(() => StaticEmbedder.Load(folder.Path));
        Assert.Equal(KnowledgeBaseError.ModelUnavailable, exception.Error);
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, exception.Message, StringComparison.Ordinal);
    }
}

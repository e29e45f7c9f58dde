using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LocalRag.Tests.Embedding;

/// <summary>Writes a small Model2Vec folder whose vectors can be reckoned by hand, and takes it away again.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly List<(string Name, string Type, int[] Shape, byte[] Data)> _tensors = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("localrag-model-").FullName;

    public string TensorFile => System.IO.Path.Combine(Path, "model.safetensors");

    public string TokenizerFile => System.IO.Path.Combine(Path, "tokenizer.json");

    public string ConfigurationFile => System.IO.Path.Combine(Path, "config.json");

    /// <summary>A tokenizer that splits at white space and knows whole words: the id of a word is its place.</summary>
    public ModelFolder WithWords(params string[] words) => WithTokenizer(
        $$"""{"type":"WordLevel","unk_token":"[UNK]","vocab":{{JsonSerializer.Serialize(words.Select((word, id) => (word, id)).ToDictionary(each => each.word, each => each.id))}}}""",
        preTokenizer: """{"type":"WhitespaceSplit"}""");

    public ModelFolder WithTokenizer(string model, string normalizer = "null", string preTokenizer = "null", string addedTokens = "[]")
    {
        File.WriteAllText(TokenizerFile, $$"""{"version":"1.0","added_tokens":{{addedTokens}},"normalizer":{{normalizer}},"pre_tokenizer":{{preTokenizer}},"model":{{model}}}""");
        return this;
    }

    public ModelFolder WithConfiguration(string json)
    {
        File.WriteAllText(ConfigurationFile, json);
        return this;
    }

    public ModelFolder WithTensor(string name, string type, int[] shape, params double[] values)
    {
        _tensors.Add((name, type, shape, [.. values.SelectMany(value => Encode(type, value))]));
        return this;
    }

    /// <summary>Writes what is not yet written: the tensors, and a configuration that does not normalise.</summary>
    public ModelFolder Write()
    {
        if (!File.Exists(ConfigurationFile)) WithConfiguration("""{"normalize":false,"seq_length":1000}""");
        var offset = 0;
        var entries = new List<string>();
        foreach (var (name, type, shape, data) in _tensors)
        {
            entries.Add($$"""{{JsonSerializer.Serialize(name)}}:{"dtype":"{{type}}","shape":[{{string.Join(",", shape)}}],"data_offsets":[{{offset}},{{offset + data.Length}}]}""");
            offset += data.Length;
        }

        WriteTensorFile($$"""{"__metadata__":{"format":"pt"},{{string.Join(",", entries)}}}""", [.. _tensors.SelectMany(static tensor => tensor.Data)]);
        return this;
    }

    public void WriteTensorFile(string header, byte[] data, ulong? headerLength = null)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, headerLength ?? (ulong)bytes.Length);
        File.WriteAllBytes(TensorFile, [.. prefix, .. bytes, .. data]);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static byte[] Encode(string type, double value) => type switch
    {
        "I8" => [(byte)(sbyte)value],
        "F16" => BitConverter.GetBytes((Half)value),
        "BF16" => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)),
        "F32" => BitConverter.GetBytes((float)value),
        "F64" => BitConverter.GetBytes(value),
        "I32" => BitConverter.GetBytes((int)value),
        "I64" => BitConverter.GetBytes((long)value),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not written here"),
    };
}

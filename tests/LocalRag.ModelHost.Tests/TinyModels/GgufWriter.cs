using System.Text;

namespace LocalRag.ModelHost.Tests.TinyModels;

/// <summary>Writes GGUF files, version 3, with tensors of 32-bit numbers.</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;

    private readonly List<(string Key, object Value)> metadata = [];
    private readonly List<(string Name, long[] Dimensions, float[] Values)> tensors = [];

    public GgufWriter Set(string key, object value)
    {
        metadata.RemoveAll(pair => pair.Key == key);
        metadata.Add((key, value));
        return this;
    }

    public GgufWriter Tensor(string name, float[] values, params long[] dimensions)
    {
        Assert.Equal(dimensions.Aggregate(1L, (product, dimension) => product * dimension), values.Length);
        tensors.Add((name, dimensions, values));
        return this;
    }

    public void Save(string path) => File.WriteAllBytes(path, ToBytes());

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            Text(writer, key);
            writer.Write(TypeOf(value));
            Value(writer, value);
        }

        var offset = 0L;
        foreach (var (name, dimensions, values) in tensors)
        {
            Text(writer, name);
            writer.Write((uint)dimensions.Length);
            foreach (var dimension in dimensions)
                writer.Write((ulong)dimension);
            writer.Write(0u);
            writer.Write((ulong)offset);
            offset = Aligned(offset + (values.Length * sizeof(float)));
        }

        foreach (var (_, _, values) in tensors)
        {
            Pad(stream);
            foreach (var value in values)
                writer.Write(value);
        }

        Pad(stream);
        return stream.ToArray();
    }

    private static void Pad(MemoryStream stream)
    {
        while (stream.Position % Alignment != 0)
            stream.WriteByte(0);
    }

    private static long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static uint TypeOf(object value) => value switch
    {
        uint => 4,
        int => 5,
        float => 6,
        bool => 7,
        string => 8,
        Array => 9,
        ulong => 10,
        _ => throw new ArgumentException($"{value.GetType()} is no type of GGUF that tests need."),
    };

    private static void Value(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number:
                writer.Write(number);
                break;
            case int number:
                writer.Write(number);
                break;
            case float number:
                writer.Write(number);
                break;
            case bool truth:
                writer.Write(truth);
                break;
            case ulong number:
                writer.Write(number);
                break;
            case string text:
                Text(writer, text);
                break;
            case Array array:
                writer.Write(TypeOf(array.GetValue(0)!));
                writer.Write((ulong)array.Length);
                foreach (var item in array)
                    Value(writer, item);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is no type of GGUF that tests need.");
        }
    }
}

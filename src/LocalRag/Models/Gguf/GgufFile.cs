namespace LocalRag.Models.Gguf;

/// <summary>The header of a GGUF file: what model it holds, and where its tensors lie. Immutable; tensor data is never read.</summary>
/// <remarks>A file that is here has passed every check of this reader. Native code may still refuse it.</remarks>
public sealed class GgufFile
{
    internal GgufFile(string path, int version, long length, long dataOffset, IReadOnlyDictionary<string, object> metadata, IReadOnlyList<GgufTensor> tensors)
    {
        Path = path;
        Version = version;
        Length = length;
        DataOffset = dataOffset;
        Metadata = metadata;
        Tensors = tensors;
        Shape = GgufShape.Of(this);
    }

    /// <summary>Where the file lies; empty where it was read from a stream.</summary>
    public string Path { get; }

    /// <summary>The format's version: 2 or 3.</summary>
    public int Version { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Length { get; }

    /// <summary>Where the tensor data begins, in bytes from the file's start.</summary>
    public long DataOffset { get; }

    /// <summary>The header's pairs. Values are numbers of the size the file gives, <see cref="bool"/>, <see cref="string"/> or <see cref="GgufArray"/>.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>The tensors, in the order of the file.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>The model's measures, from the metadata of its architecture.</summary>
    public GgufShape Shape { get; }

    /// <summary>The model's name as its makers gave it; null where the file has none.</summary>
    public string? ModelName => Text("general.name");

    /// <summary>The chat template in Jinja; null where the file has none.</summary>
    public string? ChatTemplate => Text("tokenizer.chat_template");

    /// <summary>How many files the model is split into, this one included.</summary>
    public int SplitCount => (int)Math.Clamp(WholeNumber("split.count") ?? 1, 1, 1_000);

    /// <summary>Reads and checks the header of a file.</summary>
    /// <exception cref="GgufException">The file is not GGUF, is damaged, or is past a limit of this reader.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GgufFile Open(string path)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 64 * 1024 });
        return new GgufReader(stream, stream.Length).Read(path);
    }

    /// <summary>Reads and checks a header from a stream that stands at its start and knows its length.</summary>
    /// <exception cref="GgufException">The stream is not GGUF, is damaged, or is past a limit of this reader.</exception>
    public static GgufFile Read(Stream stream) => new GgufReader(stream, stream.Length - stream.Position).Read("");

    /// <summary>The text under a key; null where there is none, or it is no text.</summary>
    public string? Text(string key) => Metadata.GetValueOrDefault(key) as string;

    /// <summary>The whole number under a key; null where there is none, it is no whole number, or is past 64 signed bits.</summary>
    public long? WholeNumber(string key) => Metadata.GetValueOrDefault(key) is { } value ? AsWholeNumber(value) : null;

    /// <summary>The array under a key; null where there is none.</summary>
    public GgufArray? Array(string key) => Metadata.GetValueOrDefault(key) as GgufArray;

    internal static long? AsWholeNumber(object value) => value switch
    {
        byte number => number,
        sbyte number => number,
        ushort number => number,
        short number => number,
        uint number => number,
        int number => number,
        long number => number,
        ulong number when number <= long.MaxValue => (long)number,
        _ => null,
    };
}

using System.Buffers.Binary;
using System.Text;

namespace LocalRag.Models.Gguf;

/// <summary>
/// Reads a GGUF header from a stream, in bounded memory, and refuses what llama.cpp would end the process for.
/// Written out here because a file from elsewhere must not reach native code unread; only its header is read, never tensor data.
/// </summary>
internal sealed class GgufReader(Stream stream, long length)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] scratch = new byte[8];
    private readonly byte[] skipped = new byte[4096];
    private long position;
    private long kept;

    public GgufFile Read(string path, bool isLaterPart)
    {
        var magic = new byte[4];
        if (length < 4)
            throw new GgufException(GgufFault.NotGguf, $"The file has {length} bytes; a GGUF file begins with the four letters GGUF.");
        Fill(magic, "the magic");
        if (!magic.AsSpan().SequenceEqual("GGUF"u8))
            throw new GgufException(GgufFault.NotGguf, "The file does not begin with the four letters GGUF: it is another format, or a text file that stands for a download.");

        var version = UInt32("the version");
        if (version is not (2 or 3))
        {
            throw new GgufException(GgufFault.UnsupportedVersion, (version & 0xFFFF) == 0 && version != 0
                ? "The file is big endian; only little-endian GGUF files are read."
                : $"The file is GGUF version {version}; versions 2 and 3 are read.");
        }

        var tensorCount = Count("the number of tensors", GgufLimits.TensorCount);
        var metadataCount = Count("the number of metadata pairs", GgufLimits.MetadataCount);
        var metadata = Metadata(metadataCount);
        var alignment = Alignment(metadata);
        var tensors = Tensors(tensorCount, alignment, out var dataBytes);

        // llama.cpp starts the data at the next multiple of the alignment, and takes no tensor that ends behind the file's end.
        var dataOffset = Aligned(position, alignment);
        if (tensors.Count > 0 && dataOffset + dataBytes > length)
        {
            var last = tensors[^1];
            throw new GgufException(GgufFault.Truncated, $"The file has {length} bytes, but tensor '{last.Name}' ends at {dataOffset + dataBytes}: the file is cut off or was not downloaded whole.");
        }

        if (length - dataOffset - dataBytes > Math.Max(alignment, GgufLimits.TrailingBytes))
            throw new GgufException(GgufFault.BadTensor, $"{length - dataOffset - dataBytes} bytes follow the last tensor: the header announces fewer tensors than there are, or two files were joined.");

        return new GgufFile(path, (int)version, length, dataOffset, metadata, tensors, isLaterPart);
    }

    private Dictionary<string, object> Metadata(int count)
    {
        var metadata = new Dictionary<string, object>(Math.Min(count, 256), StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var key = Text($"the key of metadata pair {i}", GgufLimits.KeyBytes, GgufFault.BadName);
            if (key.Length == 0)
                throw new GgufException(GgufFault.BadName, $"Metadata pair {i} has an empty key.");
            var value = Value(ValueType(key), key);
            if (!metadata.TryAdd(key, value))
                throw new GgufException(GgufFault.BadName, $"The key '{Shown(key)}' is there twice.");
        }

        return metadata;
    }

    private GgufValueType ValueType(string key)
    {
        var type = UInt32($"the type of '{Shown(key)}'");
        return type <= (uint)GgufValueType.Float64
            ? (GgufValueType)type
            : throw new GgufException(GgufFault.BadMetadata, $"'{Shown(key)}' has the unknown type {type}.");
    }

    private object Value(GgufValueType type, string key)
    {
        if (type == GgufValueType.Array)
            return Array(key);
        if (type == GgufValueType.Text)
            return Text($"'{Shown(key)}'", GgufLimits.StringBytes, GgufFault.BadMetadata);
        var bytes = scratch.AsSpan(0, SizeOf(type));
        Fill(bytes, $"'{Shown(key)}'");
        return Scalar(type, bytes, key);
    }

    private static object Scalar(GgufValueType type, ReadOnlySpan<byte> bytes, string key) => type switch
    {
        GgufValueType.Byte => bytes[0],
        GgufValueType.SignedByte => (sbyte)bytes[0],
        GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        GgufValueType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        GgufValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        GgufValueType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        GgufValueType.Boolean => bytes[0] <= 1
            ? bytes[0] == 1
            : throw new GgufException(GgufFault.BadMetadata, $"'{Shown(key)}' is a truth value of {bytes[0]}; only 0 and 1 are."),
        GgufValueType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        GgufValueType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    private GgufArray Array(string key)
    {
        var type = ValueType(key);
        if (type == GgufValueType.Array)
            throw new GgufException(GgufFault.BadMetadata, $"'{Shown(key)}' is an array of arrays, which llama.cpp does not read.");
        var count = Count($"the length of '{Shown(key)}'", GgufLimits.ArrayLength);
        var size = type == GgufValueType.Text ? 8 : SizeOf(type);
        if ((long)count * size > length - position)
            throw new GgufException(GgufFault.Truncated, $"'{Shown(key)}' announces {count} elements, but only {length - position} bytes are left in the file.");
        if (type == GgufValueType.Text && key == "tokenizer.ggml.tokens")
        {
            DistinctTokens(count);
            return new GgufArray(type, count, []);
        }

        if (count <= GgufLimits.KeptArrayLength)
        {
            var values = new object[count];
            for (var i = 0; i < count; i++)
                values[i] = Value(type, key);
            return new GgufArray(type, count, values);
        }

        if (type != GgufValueType.Text)
        {
            Skip((long)count * size, $"'{Shown(key)}'");
        }
        else
        {
            var what = $"an element of '{Shown(key)}'";
            for (var i = 0; i < count; i++)
                Skip(StringLength(what, GgufLimits.StringBytes), what);
        }

        return new GgufArray(type, count, []);
    }

    /// <summary>Reads a vocabulary, which may name no token twice: llama.cpp ends the process for it. Only hashes are kept.</summary>
    private void DistinctTokens(int count)
    {
        if (count > GgufLimits.VocabularySize)
            throw new GgufException(GgufFault.TooLarge, $"The vocabulary has {count} tokens; at most {GgufLimits.VocabularySize} are read.");
        var hashes = new HashSet<ulong>(count);
        const string What = "a token of the vocabulary";
        for (var i = 0; i < count; i++)
        {
            var length = StringLength(What, skipped.Length);
            var token = skipped.AsSpan(0, length);
            Fill(token, What);

            // llama.cpp takes the text up to a zero, and gives those without any text names of their own.
            var end = token.IndexOf((byte)0);
            token = end < 0 ? token : token[..end];
            if (token.Length > 0 && !hashes.Add(Hash(token)))
                throw new GgufException(GgufFault.BadName, $"Token {i} of the vocabulary is there twice.");
        }
    }

    /// <summary>FNV-1a in 64 bits: among a million tokens two have the same by chance once in some ten million files.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var value in bytes)
            hash = unchecked((hash ^ value) * 1_099_511_628_211);
        return hash;
    }

    private static int Alignment(Dictionary<string, object> metadata)
    {
        if (!metadata.TryGetValue("general.alignment", out var value))
            return 32;
        return value is uint alignment && alignment is > 0 and <= 65_536 && (alignment & (alignment - 1)) == 0
            ? (int)alignment
            : throw new GgufException(GgufFault.BadMetadata, $"'general.alignment' is {Shown(value.ToString() ?? "")}; it has to be an unsigned 32-bit power of two up to 65,536.");
    }

    private List<GgufTensor> Tensors(int count, int alignment, out long dataBytes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var tensors = new List<GgufTensor>(Math.Min(count, 1024));
        var expected = 0L;
        dataBytes = 0;
        for (var i = 0; i < count; i++)
        {
            var tensor = Tensor(i);
            if (!names.Add(tensor.Name))
                throw new GgufException(GgufFault.BadName, $"The tensor '{Shown(tensor.Name)}' is there twice.");
            if (tensor.Offset != expected)
                throw new GgufException(GgufFault.BadTensor, $"Tensor '{Shown(tensor.Name)}' is said to lie at {tensor.Offset} of the data, but the tensors before it end at {expected}.");
            dataBytes = tensor.Offset + tensor.Bytes;
            if (dataBytes > length)
                throw new GgufException(GgufFault.Truncated, $"Tensor '{Shown(tensor.Name)}' ends at {dataBytes} of the data, but the whole file has {length} bytes.");
            expected = Aligned(dataBytes, alignment);
            tensors.Add(tensor);
        }

        return tensors;
    }

    private GgufTensor Tensor(int index)
    {
        var name = Text($"the name of tensor {index}", GgufLimits.TensorNameBytes, GgufFault.BadName);
        if (name.Length == 0)
            throw new GgufException(GgufFault.BadName, $"Tensor {index} has an empty name.");
        var rank = UInt32($"the rank of tensor '{Shown(name)}'");
        if (rank is 0 or > GgufLimits.Dimensions)
            throw new GgufException(GgufFault.BadTensor, $"Tensor '{Shown(name)}' has {rank} dimensions; one to {GgufLimits.Dimensions} are possible.");

        var dimensions = new long[rank];
        var elements = 1L;
        for (var i = 0; i < dimensions.Length; i++)
        {
            var dimension = UInt64($"the shape of tensor '{Shown(name)}'");
            if (dimension == 0 || dimension > long.MaxValue || (Int128)elements * dimension > long.MaxValue / 64)
                throw new GgufException(GgufFault.BadTensor, $"Tensor '{Shown(name)}' has a dimension of {dimension}, which no file can hold.");
            dimensions[i] = (long)dimension;
            elements *= dimensions[i];
        }

        var id = UInt32($"the type of tensor '{Shown(name)}'");
        var type = GgufTensorType.Of(id) ?? throw new GgufException(GgufFault.BadTensor, $"Tensor '{Shown(name)}' has the type {id}, which llama.cpp does not have.");
        if (dimensions[0] % type.BlockLength != 0)
            throw new GgufException(GgufFault.BadTensor, $"Tensor '{Shown(name)}' has rows of {dimensions[0]}, which do not divide into {type.Name}'s blocks of {type.BlockLength}.");
        var offset = UInt64($"the place of tensor '{Shown(name)}'");
        if (offset > (ulong)length)
            throw new GgufException(GgufFault.BadTensor, $"Tensor '{Shown(name)}' is said to lie at {offset} of the data, but the whole file has {length} bytes.");
        return new GgufTensor(name, type, dimensions, (long)offset, elements / type.BlockLength * type.BlockBytes);
    }

    private int Count(string what, int limit)
    {
        var count = UInt64(what);
        return count <= (ulong)limit
            ? (int)count
            : throw new GgufException(GgufFault.TooLarge, $"{Capital(what)} is {count}; at most {limit} are read.");
    }

    private int StringLength(string what, int limit)
    {
        var bytes = UInt64(what);
        if (bytes > (ulong)limit)
            throw new GgufException(GgufFault.TooLarge, $"{Capital(what)} has {bytes} bytes; at most {limit} are read.");
        if ((long)bytes > length - position)
            throw new GgufException(GgufFault.Truncated, $"The file ends in {what}: {bytes} bytes are announced, {length - position} are left.");
        return (int)bytes;
    }

    private string Text(string what, int limit, GgufFault fault)
    {
        var bytes = new byte[StringLength(what, limit)];
        kept += bytes.Length;
        if (kept > GgufLimits.KeptBytes)
            throw new GgufException(GgufFault.TooLarge, $"The header's strings have more than {GgufLimits.KeptBytes} bytes together.");
        Fill(bytes, what);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e) when (fault == GgufFault.BadName)
        {
            throw new GgufException(fault, $"{Capital(what)} is not UTF-8.", e);
        }
        catch (DecoderFallbackException)
        {
            // Values such as an author's name are not worth refusing a model for; single tokens of a vocabulary are often half a character.
            return Encoding.UTF8.GetString(bytes);
        }
    }

    private uint UInt32(string what)
    {
        Fill(scratch.AsSpan(0, 4), what);
        return BinaryPrimitives.ReadUInt32LittleEndian(scratch);
    }

    private ulong UInt64(string what)
    {
        Fill(scratch, what);
        return BinaryPrimitives.ReadUInt64LittleEndian(scratch);
    }

    private void Fill(Span<byte> bytes, string what)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new GgufException(GgufFault.Truncated, $"The file ends at {length} bytes, in {what}.", e);
        }

        position += bytes.Length;
    }

    private void Skip(long bytes, string what)
    {
        if (bytes > length - position)
            throw new GgufException(GgufFault.Truncated, $"The file ends at {length} bytes, in {what}.");
        for (var left = bytes; left > 0;)
        {
            var step = (int)Math.Min(left, skipped.Length);
            Fill(skipped.AsSpan(0, step), what);
            left -= step;
        }
    }

    private static int SizeOf(GgufValueType type) => type switch
    {
        GgufValueType.Byte or GgufValueType.SignedByte or GgufValueType.Boolean => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        _ => 8,
    };

    private static long Aligned(long offset, int alignment) => (offset + alignment - 1) / alignment * alignment;

    private static string Capital(string what) => char.ToUpperInvariant(what[0]) + what[1..];

    /// <summary>A name from the file as it may stand in a message: short, and without control characters.</summary>
    private static string Shown(string name)
    {
        var shown = name.Length <= 80 ? name : name[..80] + "…";
        return string.Create(shown.Length, shown, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}

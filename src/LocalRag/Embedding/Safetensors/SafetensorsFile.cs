using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace LocalRag.Embedding.Safetensors;

/// <summary>
/// Reads tensors out of a safetensors file (8 bytes of header length, a JSON header, raw little-endian data).
/// Every size is checked against the file's own length before a byte is allocated for it, because models come from anywhere.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    /// <summary>The format's own limit for a header.</summary>
    private const long MaximumHeaderLength = 100_000_000;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly Dictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);

    private SafetensorsFile(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <exception cref="KnowledgeBaseException">The file is missing or is not a whole safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ModelFault.Unreadable(path, exception);
        }

        var file = new SafetensorsFile(handle, path);
        try
        {
            file.ReadHeader();
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public TensorInfo? Find(string name) => _tensors.GetValueOrDefault(name);

    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>Reads a tensor as it is stored, one <typeparamref name="T"/> an element.</summary>
    public T[] Read<T>(TensorInfo tensor)
        where T : unmanaged
    {
        if (tensor.Count > Array.MaxLength) throw ModelFault.In(_path, $"has a tensor `{tensor.Name}` of {tensor.Count:N0} elements, more than can be loaded");

        var elements = GC.AllocateUninitializedArray<T>((int)tensor.Count);
        ReadExactly(MemoryMarshal.AsBytes(elements.AsSpan()), tensor.Offset);
        return elements;
    }

    /// <summary>Reads a tensor of any floating-point type as 32-bit floats; NaN and infinity are errors.</summary>
    public float[] ReadSingles(TensorInfo tensor)
    {
        var values = tensor.Type switch
        {
            TensorType.F32 => Read<float>(tensor),
            TensorType.F16 => Convert(Read<Half>(tensor), static (from, to) => TensorPrimitives.ConvertToSingle(from, to)),
            TensorType.BF16 => Convert(Read<ushort>(tensor), Widen),
            TensorType.F64 => Convert(Read<double>(tensor), static (from, to) => TensorPrimitives.ConvertTruncating<double, float>(from, to)),
            _ => throw ModelFault.In(_path, $"has a tensor `{tensor.Name}` of type {tensor.TypeName}, where F32, F16, BF16 or F64 is needed"),
        };
        if (!IsFinite(values)) throw ModelFault.In(_path, $"has a tensor `{tensor.Name}` that holds values that are not finite numbers");

        return values;
    }

    /// <summary>Reads a tensor of integers as 32-bit integers.</summary>
    public int[] ReadIntegers(TensorInfo tensor)
    {
        switch (tensor.Type)
        {
            case TensorType.I32:
                return Read<int>(tensor);
            case TensorType.I64:
                var wide = Read<long>(tensor);
                var narrow = new int[wide.Length];
                for (var i = 0; i < wide.Length; i++)
                {
                    narrow[i] = wide[i] is >= int.MinValue and <= int.MaxValue
                        ? (int)wide[i]
                        : throw ModelFault.In(_path, $"has a tensor `{tensor.Name}` with the entry {wide[i]}, which is no row number");
                }

                return narrow;
            default:
                throw ModelFault.In(_path, $"has a tensor `{tensor.Name}` of type {tensor.TypeName}, where I32 or I64 is needed");
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>Zero times a number is zero, unless the number is infinite or none. The tensor library's own test takes longer to compile than to run.</summary>
    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        var sum = Vector<float>.Zero;
        var index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count) sum += new Vector<float>(values[index..]) * Vector<float>.Zero;
        var rest = 0f;
        for (; index < values.Length; index++) rest += values[index] * 0;
        return Vector.Sum(sum) + rest == 0;
    }

    private static float[] Convert<T>(T[] from, Action<T[], float[]> convert)
    {
        var values = GC.AllocateUninitializedArray<float>(from.Length);
        convert(from, values);
        return values;
    }

    /// <summary>A BF16 value is the upper half of the same number's 32-bit form.</summary>
    private static void Widen(ushort[] from, float[] to)
    {
        for (var i = 0; i < from.Length; i++) to[i] = BitConverter.UInt32BitsToSingle((uint)from[i] << 16);
    }

    private void ReadHeader()
    {
        var fileLength = RandomAccess.GetLength(_handle);
        if (fileLength < 8) throw ModelFault.In(_path, $"is cut short ({fileLength} bytes)");

        Span<byte> prefix = stackalloc byte[8];
        ReadExactly(prefix, 0);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaximumHeaderLength || (long)headerLength > fileLength - 8)
            throw ModelFault.In(_path, $"names a header of {headerLength} bytes in a file of {fileLength}; it is cut short or no safetensors file");

        var header = new byte[(int)headerLength];
        ReadExactly(header, 8);
        try
        {
            using var document = JsonDocument.Parse(header);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__") continue;

                _tensors[property.Name] = ReadTensor(property, 8 + (long)headerLength, fileLength);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw ModelFault.In(_path, $"has a header that cannot be read ({exception.Message})", exception);
        }
    }

    private TensorInfo ReadTensor(JsonProperty property, long dataStart, long fileLength)
    {
        var typeName = property.Value.GetProperty("dtype").GetString() ?? "";
        var type = TensorInfo.TypeOf(typeName);
        var sizes = property.Value.GetProperty("shape");
        var shape = new long[sizes.GetArrayLength()];
        for (var i = 0; i < shape.Length; i++) shape[i] = sizes[i].GetInt64();
        var offsets = property.Value.GetProperty("data_offsets");
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > fileLength - dataStart)
            throw ModelFault.In(_path, $"places tensor `{property.Name}` at bytes {begin} to {end} of {fileLength - dataStart}; it is cut short or damaged");

        // Multiplied with the file's length as the bound, so that no product of lying dimensions can overflow.
        var count = 1L;
        foreach (var size in shape)
        {
            if (size < 0 || (size > 0 && count > fileLength / size))
                throw ModelFault.In(_path, $"gives tensor `{property.Name}` the shape [{string.Join(", ", shape)}], more than the file holds");

            count *= size;
        }

        if (type is { } sized && count * TensorInfo.SizeOf(sized) != end - begin)
            throw ModelFault.In(_path, $"gives tensor `{property.Name}` {end - begin} bytes, which do not fit its shape [{string.Join(", ", shape)}] of {typeName}");

        return new TensorInfo(property.Name, typeName, type, shape, dataStart + begin, end - begin);
    }

    private void ReadExactly(Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0) throw ModelFault.In(_path, "ended while it was being read");

            destination = destination[read..];
            offset += read;
        }
    }
}

namespace LocalRag.Embedding.Safetensors;

/// <summary>One tensor of a safetensors file: where its bytes lie (from the start of the file) and what they are.</summary>
internal sealed record TensorInfo(string Name, string TypeName, TensorType? Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>The number of elements, all dimensions multiplied.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            foreach (var dimension in Shape) count *= dimension;
            return count;
        }
    }

    /// <summary>The type that a header names, or null where no model has use for it.</summary>
    public static TensorType? TypeOf(string name) => name switch
    {
        "I8" => TensorType.I8,
        "I32" => TensorType.I32,
        "I64" => TensorType.I64,
        "F16" => TensorType.F16,
        "BF16" => TensorType.BF16,
        "F32" => TensorType.F32,
        "F64" => TensorType.F64,
        _ => null,
    };

    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.I8 => 1,
        TensorType.F16 or TensorType.BF16 => 2,
        TensorType.I32 or TensorType.F32 => 4,
        _ => 8,
    };
}

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

    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.I8 => 1,
        TensorType.F16 or TensorType.BF16 => 2,
        TensorType.I32 or TensorType.F32 => 4,
        _ => 8,
    };
}

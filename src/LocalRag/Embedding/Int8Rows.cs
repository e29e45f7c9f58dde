using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LocalRag.Embedding;

/// <summary>
/// Token vectors of 8-bit integers, widened as they are added: a quarter of the memory traffic of floats, which is what
/// adding up rows costs.
/// </summary>
internal sealed class Int8Rows(sbyte[] values, int count, int dimensions) : EmbeddingRows(count, dimensions)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddTo(ReadOnlySpan<int> tokens, ReadOnlySpan<int> mapping, ReadOnlySpan<float> weights, Span<float> sum)
    {
        foreach (var token in tokens)
        {
            var row = mapping.IsEmpty ? token : mapping[token];
            var weight = weights.IsEmpty ? 1f : weights[token];
            Add(values.AsSpan(row * Dimensions, Dimensions), weight, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ReadOnlySpan<sbyte> row, float weight, Span<float> sum)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(sum);
        nuint index = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var factor = Vector512.Create(weight);
            for (; index + 16 <= (nuint)row.Length; index += 16)
            {
                var wide = Vector512.ConvertToSingle(Vector512.WidenLower(Vector512.WidenLower(Vector128.LoadUnsafe(ref from, index).ToVector256Unsafe().ToVector512Unsafe())));
                Vector512.FusedMultiplyAdd(wide, factor, Vector512.LoadUnsafe(ref to, index)).StoreUnsafe(ref to, index);
            }
        }

        for (; index + 8 <= (nuint)row.Length; index += 8)
        {
            var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref from, index)))).AsSByte();
            var shorts = Vector128.WidenLower(bytes);
            var wide = Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts)));
            (Vector256.LoadUnsafe(ref to, index) + (wide * weight)).StoreUnsafe(ref to, index);
        }

        for (; index < (nuint)row.Length; index++) sum[(int)index] += row[(int)index] * weight;
    }
}

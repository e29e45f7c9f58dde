namespace LocalRag.Models.Gguf;

/// <summary>Where a tensor lies in a GGUF file.</summary>
/// <param name="Name">Its name, such as <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Dimensions">Its lengths, the contiguous one first; one to four.</param>
/// <param name="Offset">Bytes from the start of the tensor data.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record GgufTensor(string Name, GgufTensorType Type, IReadOnlyList<long> Dimensions, long Offset, long Bytes);

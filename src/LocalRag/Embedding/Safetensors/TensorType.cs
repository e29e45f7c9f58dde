namespace LocalRag.Embedding.Safetensors;

/// <summary>The element types of the safetensors format that an embedding model may hold.</summary>
internal enum TensorType
{
    I8,
    I32,
    I64,
    F16,
    BF16,
    F32,
    F64,
}

namespace LocalRag.Models.Gguf;

/// <summary>The types of a GGUF header's values, by the format's own numbers.</summary>
#pragma warning disable CA1720 // The format itself names these types.
public enum GgufValueType
{
    Byte = 0,
    SignedByte = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Boolean = 7,
    Text = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
}

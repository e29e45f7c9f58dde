using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LocalRag.Documents;

/// <summary>
/// Identifies content by the first 16 bytes of its SHA-256. A cryptographic hash, because the content is anybody's:
/// a made collision would let one file answer in another's name.
/// </summary>
public readonly struct ContentHash : IEquatable<ContentHash>
{
    /// <summary>The size of a hash in bytes.</summary>
    public const int Size = 16;

    private readonly UInt128 _value;

    private ContentHash(UInt128 value) => _value = value;

    public static ContentHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return FromBytes(digest[..Size]);
    }

    /// <summary>Hashes the UTF-16 code units of a text.</summary>
    public static ContentHash Of(ReadOnlySpan<char> text) => Of(MemoryMarshal.AsBytes(text));

    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 16 bytes long.</exception>
    public static ContentHash FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size
            ? new(MemoryMarshal.Read<UInt128>(bytes))
            : throw new ArgumentException($"A content hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        MemoryMarshal.Write(bytes, in _value);
        return bytes;
    }

    public bool Equals(ContentHash other) => _value == other._value;

    public override bool Equals(object? obj) => obj is ContentHash other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Formats as 32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    public static bool operator ==(ContentHash left, ContentHash right) => left.Equals(right);

    public static bool operator !=(ContentHash left, ContentHash right) => !left.Equals(right);
}

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

    // Not one UInt128: code that handles that type is not compiled ahead of a start.
    private readonly ulong _first;
    private readonly ulong _second;

    private ContentHash(ulong first, ulong second) => (_first, _second) = (first, second);

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
            ? new(MemoryMarshal.Read<ulong>(bytes), MemoryMarshal.Read<ulong>(bytes[sizeof(ulong)..]))
            : throw new ArgumentException($"A content hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        MemoryMarshal.Write(bytes, in _first);
        MemoryMarshal.Write(bytes.AsSpan(sizeof(ulong)), in _second);
        return bytes;
    }

    public bool Equals(ContentHash other) => _first == other._first && _second == other._second;

    public override bool Equals(object? obj) => obj is ContentHash other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_first, _second);

    /// <summary>Formats as 32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    public static bool operator ==(ContentHash left, ContentHash right) => left.Equals(right);

    public static bool operator !=(ContentHash left, ContentHash right) => !left.Equals(right);
}

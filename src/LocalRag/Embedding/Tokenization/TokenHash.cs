using System.Numerics;
using System.Runtime.CompilerServices;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// The hash of a token's text, one character at a time: the hash of every prefix of a word falls out of hashing the word,
/// which a longest-match search needs. Fx's mixing step; the tables take its upper bits.
/// </summary>
internal static class TokenHash
{
    public const uint Empty = 0x811C9DC5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint hash, char character) => (BitOperations.RotateLeft(hash, 5) ^ character) * 0x9E3779B1;

    public static uint Of(ReadOnlySpan<char> text)
    {
        var hash = Empty;
        foreach (var character in text) hash = Append(hash, character);
        return hash;
    }
}

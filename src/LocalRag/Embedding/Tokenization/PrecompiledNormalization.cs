using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// SentencePiece's compiled table of replacements: a double-array trie over UTF-8 bytes (Aoe 1989, in darts-clone's layout),
/// whose values are offsets into a text of replacements that end with zero.
/// </summary>
internal sealed class PrecompiledNormalization
{
    /// <summary>Longer clusters are never looked up whole, as in the reference.</summary>
    private const int LongestCluster = 5;

    private readonly uint[] _trie;
    private readonly byte[] _replacements;

    /// <exception cref="FormatException">The table is cut short or points out of itself.</exception>
    public PrecompiledNormalization(ReadOnlySpan<byte> table)
    {
        if (table.Length < 4) throw new FormatException("the table of the Precompiled normalizer is cut short");

        var size = BinaryPrimitives.ReadUInt32LittleEndian(table);
        if (size > table.Length - 4 || size % 4 != 0) throw new FormatException("the table of the Precompiled normalizer is cut short");

        _trie = new uint[size / 4];
        for (var i = 0; i < _trie.Length; i++) _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[(4 + (i * 4))..]);
        _replacements = table[(4 + (int)size)..].ToArray();
    }

    public string Apply(string text)
    {
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = StringInfo.GetNextTextElementLength(rest);
            AppendCluster(rest[..length], result);
            rest = rest[length..];
        }

        return result.ToString();
    }

    private void AppendCluster(ReadOnlySpan<char> cluster, StringBuilder result)
    {
        if (Encoding.UTF8.GetByteCount(cluster) <= LongestCluster && TryReplace(cluster, result)) return;

        Span<char> units = stackalloc char[2];
        foreach (var rune in cluster.EnumerateRunes())
        {
            var character = units[..rune.EncodeToUtf16(units)];
            if (!TryReplace(character, result)) result.Append(character);
        }
    }

    /// <summary>Replaces by the entry for the shortest prefix of the text, which is how the reference reads its results.</summary>
    private bool TryReplace(ReadOnlySpan<char> text, StringBuilder result)
    {
        Span<byte> bytes = stackalloc byte[8];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        var node = 0u;
        if (!TryFollow(ref node)) return false;

        foreach (var value in bytes[..length])
        {
            if (value == 0) return false;

            node ^= value;
            if (node >= _trie.Length || (_trie[node] & 0x800000FF) != value) return false;

            var isLeaf = (_trie[node] >> 8 & 1) == 1;
            if (!TryFollow(ref node)) return false;
            if (!isLeaf) continue;

            if (node >= _trie.Length) return false;

            var start = (int)(_trie[node] & 0x7FFFFFFF);
            if (start >= _replacements.Length) return false;

            var replacement = _replacements.AsSpan(start);
            var end = replacement.IndexOf((byte)0);
            result.Append(Encoding.UTF8.GetString(end < 0 ? replacement : replacement[..end]));
            return true;
        }

        return false;
    }

    private bool TryFollow(ref uint node)
    {
        if (node >= _trie.Length) return false;

        var unit = _trie[node];
        node ^= (unit >> 10) << (int)((unit & 0x200) >> 6);
        return true;
    }
}

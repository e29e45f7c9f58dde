using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>The 256 tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> that spell what a vocabulary lacks, byte by byte of UTF-8.</summary>
internal sealed class ByteTokens
{
    private readonly int[] _ids = new int[256];

    public ByteTokens(Vocabulary vocabulary)
    {
        for (var value = 0; value < 256; value++) _ids[value] = vocabulary.Find($"<0x{value:X2}>");
    }

    /// <summary>Adds the bytes of a text; adds nothing where one of them has no token.</summary>
    public bool TryAdd(scoped ReadOnlySpan<char> text, ref TokenBuffer tokens)
    {
        var before = tokens.Count;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (_ids[value] < 0)
                {
                    tokens.Truncate(before);
                    return false;
                }

                tokens.Add(_ids[value]);
            }
        }

        return true;
    }
}

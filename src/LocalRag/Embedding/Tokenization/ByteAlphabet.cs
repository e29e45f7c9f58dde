using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// Byte-level BPE's alphabet: each byte of UTF-8 is one printable character. Bytes that are printable in Latin-1 stand for
/// themselves, the others take the characters from U+0100 on, in order (GPT-2's convention, which vocabularies are written in).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Create();

    public static string Spell(string text) => string.Create(Encoding.UTF8.GetByteCount(text), text, static (characters, text) =>
    {
        var position = 0;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)]) characters[position++] = Characters[value];
        }
    });

    private static char[] Create()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            characters[value] = (char)(value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? value : next++);
        return characters;
    }
}

using System.Text;
using System.Text.Unicode;

namespace LocalRag.Sources;

/// <summary>Turns a file's bytes into text: by its byte order mark, else UTF-8, else one byte a character, so that no file fails.</summary>
internal static class TextDecoding
{
    public static bool HasUtf16Mark(ReadOnlySpan<byte> content) => content.StartsWith(Encoding.Unicode.Preamble) || content.StartsWith(Encoding.BigEndianUnicode.Preamble);

    /// <summary>Decodes without the byte order mark.</summary>
    public static string Decode(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble)) return Encoding.UTF8.GetString(content[3..]);
        if (content.StartsWith(Encoding.Unicode.Preamble)) return Encoding.Unicode.GetString(content[2..]);
        if (content.StartsWith(Encoding.BigEndianUnicode.Preamble)) return Encoding.BigEndianUnicode.GetString(content[2..]);
        return Utf8.IsValid(content) ? Encoding.UTF8.GetString(content) : DecodeWindows1252(content);
    }

    // Windows-1252 is what such files nearly always are; where it has no character, Latin-1's control character stands.
    private static string DecodeWindows1252(ReadOnlySpan<byte> content)
    {
        const string High = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
            "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";
        return string.Create(content.Length, content, static (characters, bytes) =>
        {
            for (var i = 0; i < bytes.Length; i++) characters[i] = bytes[i] is >= 0x80 and < 0xA0 ? High[bytes[i] - 0x80] : (char)bytes[i];
        });
    }
}

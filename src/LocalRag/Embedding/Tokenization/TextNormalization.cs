using System.Globalization;
using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>Changes of a text, character by character, that several normalizers share.</summary>
internal static class TextNormalization
{
    public static void Append(StringBuilder to, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        to.Append(units[..rune.EncodeToUtf16(units)]);
    }

    /// <summary>Lower case of each character alone, in no language; <c>İ</c> is the one that becomes two.</summary>
    public static string Lower(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();

        var result = new StringBuilder(text.Length + 4);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0x0130) result.Append("i\u0307");
            else Append(result, Rune.ToLowerInvariant(rune));
        }

        return result.ToString();
    }

    public static string RemoveCategories(string text, params ReadOnlySpan<UnicodeCategory> categories)
    {
        if (Ascii.IsValid(text)) return text;

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!categories.Contains(Rune.GetUnicodeCategory(rune))) Append(result, rune);
        }

        return result.ToString();
    }

    /// <summary>The cleaning of neural machine translation models: some controls out, others and odd spaces to spaces.</summary>
    public static string CleanForTranslation(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case (>= 0x1 and <= 0x8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F:
                    break;
                case 0x9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD:
                    result.Append(' ');
                    break;
                default:
                    Append(result, rune);
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>Replaces surrogates that are no pair, which no Unicode text may hold and .NET's normalization refuses.</summary>
    public static string Mend(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF')) return text.ToString();

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) Append(result, rune);
        return result.ToString();
    }
}

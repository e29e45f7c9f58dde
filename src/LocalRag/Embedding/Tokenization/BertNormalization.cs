using System.Globalization;
using System.Text;

namespace LocalRag.Embedding.Tokenization;

/// <summary>BERT's cleaning of a text: controls out, white space plain, Chinese characters apart, accents off, lower case.</summary>
internal sealed record BertNormalization(bool CleanText, bool SeparateChinese, bool StripAccents, bool Lowercase)
{
    public string Apply(string text)
    {
        if (CleanText) text = Clean(text);
        if (SeparateChinese) text = Separate(text);
        if (StripAccents) text = TextNormalization.RemoveCategories(text.Normalize(NormalizationForm.FormD), UnicodeCategory.NonSpacingMark);
        if (Lowercase) text = TextNormalization.Lower(text);
        return text;
    }

    private static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r') result.Append(' ');
            else if (rune.Value == 0xFFFD || IsOther(rune)) continue;
            else if (Rune.IsWhiteSpace(rune)) result.Append(' ');
            else TextNormalization.Append(result, rune);
        }

        return result.ToString();
    }

    private static bool IsOther(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    private static string Separate(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u3400', '\uFAFF')) return text;

        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            var isChinese = IsChinese(rune.Value);
            if (isChinese) result.Append(' ');
            TextNormalization.Append(result, rune);
            if (isChinese) result.Append(' ');
        }

        return result.ToString();
    }

    /// <summary>The blocks as the reference has them, its gap before U+2B920 included.</summary>
    private static bool IsChinese(int value) => value
        is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B73F
        or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
